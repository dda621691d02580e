// What stands in the place of what could not be read: no folder is named yet (and how one is), or something is not there.
import { Alert, Button, Empty } from "antd";
import { isProblem } from "../../api/problem";
import { Trouble } from "../../parts/Trouble";
import { common } from "../../words/common";
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
  const c = useWords(common);
  if (!isProblem(error, 404)) return <Trouble error={error} again={again} />;
  const { absent, setting } = error.body;
  if (absent !== "workbench" || setting !== undefined) {
    const told = typeof absent === "string" && typeof setting === "string" ? w.notIn(absent, setting) : error.message;
    return <Alert type="warning" showIcon title={w.notThere} description={told} action={<Button onClick={() => void again()}>{c.retry}</Button>} />;
  }
  return (
    <Empty className={styles.off ?? ""} description={<><strong>{w.off}</strong><br />{w.offTold}</>}>
      <pre>{SETTINGS}</pre>
      <small>{error.message}</small>
    </Empty>
  );
}
