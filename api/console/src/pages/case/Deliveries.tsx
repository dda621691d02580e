// What was sent about a case, to whom, with every attempt and what was answered.
import { common } from "../../words/common";
import { useWords } from "../../words/useWords";
import { deliveries } from "../deliveries/words";
import { usePrinting } from "../../parts/usePrinting";
import { useTimes } from "../../parts/useTimes";
import type { Delivered } from "../inbox/types";
import styles from "./case.module.css";
import { caseWords } from "./words";

export function Deliveries({ rows }: { rows: readonly Delivered[] }) {
  const w = useWords(caseWords);
  const c = useWords(common);
  const { full, short } = useTimes();
  const printing = usePrinting();
  const events = useWords(deliveries).events;
  const eventOf = (type: string) => {
    const event = type.replace(/^gridwatch\.incident\.|\.v\d+$/g, "");
    return events[event] ?? event;
  };
  if (rows.length === 0) return <p className={styles.quiet}>{w.noDeliveries}</p>;
  return (
    <ul className={styles.deliveries}>
      {rows.map(({ delivery, attempts }) => (
        <li key={delivery.id}>
          <details open={printing || delivery.state !== "accepted"}>
            <summary>
              <strong>{delivery.receiver}</strong> · {eventOf(delivery.type)} · {w.version(delivery.incident_version)} ·{" "}
              <span data-state={delivery.state}>{c.delivery[delivery.state] ?? delivery.state}</span> · {w.attempts(attempts.length)}
              {delivery.case_number !== null && ` · ${w.number} ${delivery.case_number}`}
              {delivery.state === "pending" && ` · ${w.next(short(delivery.next_at))}`}
            </summary>
            <table className={styles.table} aria-label={w.answer}>
              <tbody>
                {attempts.map((attempt) => (
                  <tr key={attempt.number}>
                    <td>{attempt.number}</td>
                    <td className={styles.nowrap}>{full(attempt.at)}</td>
                    <td className={styles.nowrap}>{attempt.status ?? w.noAnswer} · {w.took(attempt.took_s.toFixed(2))}</td>
                    <td>{w.outcome[attempt.outcome] ?? attempt.outcome}</td>
                    <td className={styles.wrap}>{attempt.detail}</td>
                  </tr>
                ))}
              </tbody>
            </table>
            <code className={styles.quiet}>{delivery.id}</code>
          </details>
        </li>
      ))}
    </ul>
  );
}
