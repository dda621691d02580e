// A picture of a camera with what was found drawn on it. Boxes are relative (0..1), so they fit any size.
import { useState } from "react";
import { common } from "../words/common";
import { useWords } from "../words/useWords";
import styles from "./picture.module.css";

export interface Box {
  readonly x1: number; // left, 0..1 of the width
  readonly y1: number; // top, 0..1 of the height
  readonly x2: number;
  readonly y2: number;
  readonly label?: string;
}

export function Picture({ src, alt, boxes = [], className }: {
  src: string;
  alt: string; // what a person who cannot see it needs to know
  boxes?: readonly Box[];
  className?: string;
}) {
  const w = useWords(common);
  const [failed, setFailed] = useState<string | null>(null);
  if (failed === src) return <div className={`${styles.none} ${className ?? ""}`} role="img" aria-label={alt}>{w.gone}</div>;
  return (
    <figure className={`${styles.picture} ${className ?? ""}`}>
      <img src={src} alt={alt} decoding="async" onError={() => setFailed(src)} />
      {boxes.length > 0 && (
        <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
          {boxes.map((box, i) => (
            <rect key={i} x={box.x1} y={box.y1} width={box.x2 - box.x1} height={box.y2 - box.y1} />
          ))}
        </svg>
      )}
    </figure>
  );
}
