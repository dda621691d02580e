// The place of a finding, over its picture. Where it is there no more its place is dashed, and says so.
import { useWords } from "../../words/useWords";
import styles from "./case.module.css";
import type { Marked } from "./pictures";
import { caseWords } from "./words";

const LETTER = 0.026; // height of the words, in widths of the picture

export function Mark({ at: [x0, y0, x1, y1], size: [width, height], gone, drawn }: Marked) {
  const w = useWords(caseWords);
  const letter = LETTER * width;
  const right = x1 > 0.25; // the words end with the box, where the slider hides them last, unless they would leave the picture
  const above = y0 * height > 1.5 * letter;
  return (
    <svg viewBox={`0 0 ${width} ${height}`} {...(gone ? { role: "img", "aria-label": w.hereItWas } : { "aria-hidden": true })}>
      {!drawn && <rect x={x0 * width} y={y0 * height} width={(x1 - x0) * width} height={(y1 - y0) * height} data-gone={gone} />}
      {gone && (
        <text className={styles.was} x={(right ? x1 : x0) * width} y={y0 * height + (above ? -0.4 : 1.2) * letter} fontSize={letter} textAnchor={right ? "end" : "start"}>
          {w.hereItWas}
        </text>
      )}
    </svg>
  );
}
