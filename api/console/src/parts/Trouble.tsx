// What a page shows instead of what it could not get: what went wrong and what to do.
import { Button, Result } from "antd";
import { Problem } from "../api/problem";
import { common } from "../words/common";
import { useWords } from "../words/useWords";

/** What went wrong, in words for an operator. */
export function useTold(): (error: unknown) => string {
  const w = useWords(common);
  return (error) => {
    if (!(error instanceof Problem)) return error instanceof Error ? error.message : w.failed;
    if (error.status === 0) return w.unreachable;
    if (error.status === 403) return `${w.denied}: ${error.message}`;
    return error.message;
  };
}

export function Trouble({ error, again }: { error: unknown; again?: () => unknown }) {
  const w = useWords(common);
  const told = useTold();
  const status = error instanceof Problem && (error.status === 403 || error.status === 404) ? error.status : "warning";
  return (
    <div role="alert">
      <Result
        status={status}
        title={status === 404 ? w.gone : told(error)}
        extra={again && <Button onClick={() => void again()}>{w.retry}</Button>}
      />
    </div>
  );
}
