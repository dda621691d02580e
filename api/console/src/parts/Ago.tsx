// How long ago something was, by the service's clock; the exact time on hover.
import { common } from "../words/common";
import { useWords } from "../words/useWords";
import { useNow } from "./useNow";
import { useTimes } from "./useTimes";

const TICK_MS = 10_000;

/** A length of time in words, in one unit: "4 min". */
export function useLength(): (ms: number) => string {
  const w = useWords(common);
  return (ms) => {
    const s = Math.max(0, Math.round(ms / 1000));
    if (s < 60) return w.seconds(s);
    if (s < 3600) return w.minutes(Math.floor(s / 60));
    if (s < 48 * 3600) return w.hours(Math.floor(s / 3600));
    return w.days(Math.floor(s / 86_400));
  };
}

export function Ago({ at }: { at: string }) {
  const now = useNow(TICK_MS);
  const w = useWords(common);
  const length = useLength();
  const { full } = useTimes();
  const ms = now - Date.parse(at);
  return (
    <time dateTime={at} title={full(at)}>
      {ms < 5000 ? w.justNow : w.ago(length(ms))}
    </time>
  );
}
