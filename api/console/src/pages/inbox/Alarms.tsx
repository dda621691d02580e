// What a screen reader is told of new alarms. By itself, so that telling it draws nothing else anew.
import type { Line } from "./queue";
import { useAlarms } from "./useAlarms";

export function Alarms({ lines, at, which, open }: {
  lines: readonly Line[] | undefined;
  at: string; // when the service told them
  which: string;
  open: (id: string) => void;
}) {
  const heard = useAlarms(lines, at, which, open);
  return <div className="sr-only" role="status" aria-live="assertive" data-testid="announced">{heard}</div>;
}
