// Before and after, one over the other, with a slider between them.
import { useState } from "react";
import { useTimes } from "../../parts/useTimes";
import { useWords } from "../../words/useWords";
import { inbox } from "../inbox/words";
import styles from "./case.module.css";
import { Mark } from "./Mark";
import { markOf, type Pair } from "./pictures";

export function Compare({ pair }: { pair: Pair }) {
  const w = useWords(inbox);
  const { short } = useTimes();
  const [at, setAt] = useState(50);
  const named: Readonly<Record<string, string>> = { before: w.before, after: w.after, latest: w.latest };
  const told = (one: Pair["before"]) => `${named[one.role] ?? one.role} · ${short(one.taken_at)}`;
  const mark = markOf(pair.after, false);
  return (
    <figure className={styles.compare}>
      <div className={styles.both}>
        <img src={pair.before.masked ?? ""} alt={told(pair.before)} />
        <div className={styles.over} style={{ clipPath: `inset(0 0 0 ${at}%)` }}>
          <img src={pair.after.masked ?? ""} alt={told(pair.after)} />
          {mark !== null && <Mark {...mark} />}
        </div>
        <span className={styles.edge} style={{ left: `${at}%` }} aria-hidden="true" />
        <span className={styles.left}>{told(pair.before)}</span>
        <span className={styles.right}>{told(pair.after)}</span>
      </div>
      <input className="no-print" type="range" min={0} max={100} value={at} aria-label={w.slider} onChange={(event) => setAt(Number(event.target.value))} />
      <div className={styles.printed}>
        <img src={pair.before.masked ?? ""} alt="" />
        <span>
          <img src={pair.after.masked ?? ""} alt="" />
          {mark !== null && <Mark {...mark} />}
        </span>
      </div>
    </figure>
  );
}
