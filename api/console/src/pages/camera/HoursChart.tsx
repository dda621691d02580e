// What became of every look that was due, hour by hour: stacked bars, and the same as a table for who cannot see them.
import type { components } from "../../api/schema.gen";
import { useTimes } from "../../parts/useTimes";
import { useWords } from "../../words/useWords";
import styles from "./camera.module.css";
import { cameraWords } from "./words";

type Hour = components["schemas"]["HourOut"];
const PARTS = ["on_time", "late", "failed", "missed"] as const;
const COLOURS = { on_time: "var(--gw-ok)", late: "var(--gw-late)", failed: "var(--gw-blind)", missed: "var(--gw-offline)" };

const sum = (of: Readonly<Record<string, number>>): number => Object.values(of).reduce((a, b) => a + b, 0);
const countsOf = (hour: Hour) => ({ on_time: hour.on_time, late: hour.late, failed: sum(hour.failed), missed: sum(hour.missed) });

export function HoursChart({ hours }: { hours: readonly Hour[] }) {
  const w = useWords(cameraWords);
  const times = useTimes();
  const rows = hours.map((hour) => ({ at: hour.at, counts: countsOf(hour) }));
  const most = Math.max(1, ...rows.map((row) => sum(row.counts)));
  const told = (row: (typeof rows)[number]) =>
    sum(row.counts) === 0 ? w.nothingKnown : PARTS.filter((part) => row.counts[part] > 0).map((part) => `${w.periods[part] ?? part} ${row.counts[part]}`).join(", ");
  return (
    <figure style={{ margin: 0 }}>
      <div className={styles.axis} aria-hidden="true"><span>{w.perHour(most)}</span></div>
      <svg className={styles.chart} viewBox={`0 0 ${rows.length} 100`} preserveAspectRatio="none" aria-hidden="true">
        {rows.map((row, i) => {
          let top = 100;
          return (
            <g key={row.at}>
              <title>{`${w.hour(times.short(row.at))}: ${told(row)}`}</title>
              <rect x={i} y={0} width={1} height={100} fill="transparent" />
              {PARTS.map((part) => {
                const height = (row.counts[part] / most) * 100;
                top -= height;
                return height > 0 && <rect key={part} data-what={part} x={i + 0.1} y={top} width={0.8} height={height} />;
              })}
            </g>
          );
        })}
        <line x1={0} x2={rows.length} y1={100} y2={100} />
      </svg>
      <div className={styles.axis} aria-hidden="true">
        {[0, Math.floor(rows.length / 2), rows.length - 1].map((i) => <span key={i}>{rows[i] && times.short(rows[i].at)}</span>)}
      </div>
      <ul className={styles.legend}>
        {PARTS.map((part) => <li key={part}><i style={{ background: COLOURS[part] }} />{w.periods[part]} {rows.reduce((n, row) => n + row.counts[part], 0)}</li>)}
      </ul>
      <table className="sr-only">
        <caption>{w.chart}</caption>
        <tbody>{rows.map((row) => <tr key={row.at}><th scope="row">{w.hour(times.short(row.at))}</th><td>{told(row)}</td></tr>)}</tbody>
      </table>
    </figure>
  );
}
