// Whether what is shown is live. A cut is loud: an operator must not wait for alarms that cannot come.
import { useLiveState } from "../api/LiveProvider";
import { useTimes } from "../parts/useTimes";
import { useWords } from "../words/useWords";
import styles from "./shell.module.css";
import { shell } from "./words";

export function Connection() {
  const w = useWords(shell);
  const state = useLiveState();
  const { full } = useTimes();
  const told = state.is === "live" ? w.live : state.is === "cut" ? w.cut(full(state.since)) : w.connecting;
  return (
    <span className={styles.connection} data-is={state.is} role="status">
      <span aria-hidden="true">{state.is === "live" ? "●" : "○"} </span>
      {told}
    </span>
  );
}
