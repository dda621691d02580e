// The order that the operator knows is kept while a case is open; else the queue is as the service has it.
import { useCallback, useMemo, useState } from "react";
import { held, sameOrder, type Line } from "./queue";

export function useShown(now: readonly Line[] | undefined, keep: boolean, view: string): {
  shown: readonly Line[];
  fresh: readonly Line[];
  takeIn: () => void;
} {
  const [known, setKnown] = useState<{ view: string; lines: readonly Line[] }>({ view, lines: [] });
  const lines = useMemo(() => now ?? [], [now]);
  const anew = now !== undefined && (!keep || known.view !== view || known.lines.length === 0);
  if (anew && (known.view !== view || !sameOrder(known.lines, lines))) setKnown({ view, lines });
  const result = useMemo(() => held(known.view === view ? known.lines : [], lines), [known, lines, view]);
  const takeIn = useCallback(() => setKnown({ view, lines }), [view, lines]);
  return { ...result, takeIn };
}
