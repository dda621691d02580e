// A page that breaks says so, and leaves the rest of the console alone.
import { Button, Result, Typography } from "antd";
import { Component, type ReactNode } from "react";
import { useWords } from "../words/useWords";
import { shell } from "./words";

export class Boundary extends Component<{ children: ReactNode }, { error: Error | null }> {
  override state: { error: Error | null } = { error: null };

  static getDerivedStateFromError(error: unknown): { error: Error } {
    return { error: error instanceof Error ? error : new Error(String(error)) };
  }

  override render(): ReactNode {
    return this.state.error === null ? this.props.children : <Broken error={this.state.error} />;
  }
}

function Broken({ error }: { error: Error }) {
  const w = useWords(shell);
  return (
    <div role="alert">
      <Result
        status="error"
        title={w.crashed}
        subTitle={w.crashedTold}
        extra={<Button onClick={() => window.location.reload()}>{w.reload}</Button>}
      >
        <Typography.Text code copyable>
          {error.message}
        </Typography.Text>
      </Result>
    </div>
  );
}
