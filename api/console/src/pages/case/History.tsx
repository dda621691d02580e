// The whole trail of a case: what, who, when, why, and by which model and profile it was judged.
import { common } from "../../words/common";
import { usePick, useWords } from "../../words/useWords";
import { useTimes } from "../../parts/useTimes";
import type { Step } from "../inbox/types";
import styles from "./case.module.css";
import { actorOf } from "./who";
import { caseWords } from "./words";

export function Who({ of }: { of: string }) {
  const c = useWords(common);
  const { kind, name } = actorOf(of);
  return <span>{c.by[kind] ?? kind}{name !== "" && ` ${name}`}</span>;
}

export function History({ steps }: { steps: readonly Step[] }) {
  const w = useWords(caseWords);
  const c = useWords(common);
  const pick = usePick();
  const { full } = useTimes();
  if (steps.length === 0) return <p>{w.noSteps}</p>;
  return (
    <div className={styles.scroll}>
      <table className={styles.table} aria-label={w.history}>
        <thead>
          <tr><th scope="col">#</th><th scope="col">{w.when}</th><th scope="col">{w.who}</th><th scope="col">{w.what}</th><th scope="col">{w.why}</th><th scope="col">{w.by}</th></tr>
        </thead>
        <tbody>
          {steps.map((step) => (
            <tr key={step.seq}>
              <td>{step.seq}</td>
              <td className={styles.nowrap}><time dateTime={step.at}>{full(step.at)}</time></td>
              <td><Who of={step.who} /></td>
              <td>
                <strong>{w.step[step.what] ?? step.what}</strong>
                {step.before !== step.after && <><br /><span className={styles.quiet}>→ {c.status[step.after] ?? step.after}{step.stage !== null && ` · ${c.stage[step.stage] ?? step.stage}`}</span></>}
              </td>
              <td>{pick(step.why, step.why_en)}</td>
              <td className={styles.quiet}>
                {[step.facts.model, step.facts.profile].filter((one) => one !== undefined).join(" · ")}
                {step.look_id !== null && <><br /><code>{step.look_id}</code></>}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}
