// How heavy the load of a seat is now, against six alarms an hour.
import { Skeleton } from "antd";
import { Trouble } from "../../parts/Trouble";
import { usePick, useWords } from "../../words/useWords";
import styles from "./silences.module.css";
import { useLoad } from "./useSilences";
import { silences } from "./words";

const SHARES = new Set(["flood", "top_ten"]); // told as percentages

export function LoadStrip() {
  const w = useWords(silences);
  return (
    <div className={styles.loads}>
      <Load hours={1} title={w.load} only="per_seat_hour" />
      <Load hours={24} title={w.loadDay} />
    </div>
  );
}

function Load({ hours, title, only }: { hours: number; title: string; only?: string }) {
  const w = useWords(silences);
  const pick = usePick();
  const found = useLoad(hours);
  if (found.isPending) return <Skeleton active paragraph={{ rows: 2 }} />;
  if (found.isError) return <Trouble error={found.error} again={found.refetch} />;
  const told = (name: string, value: number) => (SHARES.has(name) ? `${(100 * value).toFixed(1)} %` : Number(value.toFixed(1)).toString());
  const shown = found.data.verdicts.filter((one) => only === undefined || one.name === only);
  return (
    <section aria-label={title} className={styles.load}>
      <h2>{title}</h2>
      <dl>
        {shown.map((one) => (
          <div key={one.name} data-good={one.good}>
            <dt>{pick(one.title, one.title_en)}</dt>
            <dd>
              <b>{told(one.name, one.value)}</b>
              <span>
                {one.good ? `✓ ${w.met}` : `▲ ${w.missed}`} · {SHARES.has(one.name) ? `≤ ${(100 * one.target).toFixed(0)} %` : `${one.name === "standing" ? "<" : "≤"} ${one.target}`}
              </span>
            </dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
