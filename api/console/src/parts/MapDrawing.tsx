// Over a map until it is drawn: where it is drawn without a graphics card that takes seconds, and shows nothing before.
import { Spin } from "antd";
import { useWords } from "../words/useWords";
import styles from "./map/drawing.module.css";
import { mapWords } from "./map/words";

export function MapDrawing() {
  const w = useWords(mapWords);
  return (
    <div className={styles.drawing} role="status">
      <span aria-hidden="true"><Spin /></span>
      {w.drawing}
    </div>
  );
}
