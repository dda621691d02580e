// Beside the wall: one of its cameras turned by hand, while all go on being shown. Closed, it is given back.
import { Button } from "antd";
import { useEffect, useRef } from "react";
import { HandPad } from "../../parts/turning/HandPad";
import { useKeys } from "../../shell/keys";
import { useWords } from "../../words/useWords";
import styles from "./wall.module.css";
import { wallWords } from "./words";

export function Hand({ id, name, close }: { id: string; name: string; close: () => void }) {
  const w = useWords(wallWords);
  const here = useRef<HTMLElement>(null);
  useEffect(() => here.current?.focus(), []); // the arrow keys turn the camera now, and walk over tiles no more
  useKeys([{ key: "Escape", told: w.close, act: close }]);
  return (
    <aside ref={here} className={styles.hand} tabIndex={-1} aria-label={`${w.turn} ${name}`}>
      <h2>{name}<Button size="small" type="text" onClick={close} aria-label={w.close}>✕</Button></h2>
      <HandPad cameraId={id} givesBack />
    </aside>
  );
}
