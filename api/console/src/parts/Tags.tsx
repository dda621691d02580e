// Severity, camera state and status as they look everywhere: a mark, a word, a colour; never the colour alone.
import { CAMERA_STATE, SEVERITY } from "../theme/tokens";
import { common } from "../words/common";
import { useWords } from "../words/useWords";
import styles from "./tags.module.css";

export function Severity({ of }: { of: string }) {
  const w = useWords(common);
  const loud = of === "extreme" || of === "severe";
  return (
    <span className={styles.tag} data-loud={loud} style={{ color: SEVERITY[of] ?? SEVERITY.unknown }}>
      <span aria-hidden="true">{loud ? "▲ " : "△ "}</span>
      {w.severity[of] ?? of}
    </span>
  );
}

export function CameraState({ of }: { of: string }) {
  const w = useWords(common);
  const look = CAMERA_STATE[of] ?? CAMERA_STATE.unknown;
  return (
    <span className={styles.tag} style={{ color: look?.color }}>
      <span aria-hidden="true">{look?.mark} </span>
      {w.cameraState[of] ?? of}
    </span>
  );
}

export function Status({ of }: { of: string }) {
  const w = useWords(common);
  return <span className={styles.quiet}>{w.status[of] ?? of}</span>;
}
