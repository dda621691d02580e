// How much time is left: of a unit's limit, or how long nobody has taken it.
import { useLength } from "../../parts/Ago";
import { useNow } from "../../parts/useNow";
import { useWords } from "../../words/useWords";
import styles from "./inbox.module.css";
import type { Card } from "./types";
import { inbox } from "./words";

export function Limit({ card }: { card: Card }) {
  const w = useWords(inbox);
  const length = useLength();
  const now = useNow(10_000);
  if (card.due_at === null) return <span className={styles.age}>{w.since(length(now - Date.parse(card.since)))}</span>;
  const left = Date.parse(card.due_at) - now;
  const used = Math.min(1, card.used ?? 0);
  return (
    <span className={styles.age} data-late={left < 0}>
      <span className={styles.bar} aria-hidden="true">
        <span style={{ width: `${used * 100}%` }} data-late={left < 0} data-soon={used > 0.8} />
      </span>
      {left < 0 ? w.late(length(-left)) : w.due(length(left))}
    </span>
  );
}
