// What stands in a list's place: no folder is named yet (and how one is), or what went wrong.
import { Empty } from "antd";
import { isProblem } from "../../api/problem";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words/useWords";
import styles from "./engineer.module.css";
import { engineer } from "./words";

const SETTINGS = `workbench:
  runs: var/runs
  clips: var/clips
  truth: var/truth
  candidates: var/candidates`;

export function Off({ error, again }: { error: unknown; again: () => unknown }) {
  const w = useWords(engineer);
  if (!isProblem(error, 404)) return <Trouble error={error} again={again} />;
  return (
    <Empty className={styles.off ?? ""} description={<><strong>{w.off}</strong><br />{w.offTold}</>}>
      <pre>{SETTINGS}</pre>
      <small>{error.message}</small>
    </Empty>
  );
}
