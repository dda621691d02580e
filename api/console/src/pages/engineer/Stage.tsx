// The picture with the boxes of its events; a new one is drawn by dragging.
import { useRef, useState, type PointerEvent } from "react";
import { boxOf, type BoxRow, type LabelEvent } from "./labels";
import styles from "./engineer.module.css";

export function Stage({ src, alt, events, chosen, onBox }: {
  src: string;
  alt: string;
  events: readonly LabelEvent[];
  chosen: string | null;
  onBox: (box: BoxRow) => void;
}) {
  const place = useRef<HTMLDivElement>(null);
  const [from, setFrom] = useState<readonly [number, number] | null>(null);
  const [to, setTo] = useState<readonly [number, number] | null>(null);
  const at = (event: PointerEvent): readonly [number, number] => {
    const box = event.currentTarget.getBoundingClientRect();
    return [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
  };
  const drawn = from !== null && to !== null ? boxOf(from, to) : null;
  return (
    <div
      ref={place} className={styles.picture}
      onPointerDown={(event) => { event.currentTarget.setPointerCapture(event.pointerId); setFrom(at(event)); setTo(null); }}
      onPointerMove={(event) => { if (from !== null) setTo(at(event)); }}
      onPointerUp={(event) => {
        const made = from === null ? null : boxOf(from, at(event));
        if (made !== null) onBox(made);
        setFrom(null);
        setTo(null);
      }}
      onPointerCancel={() => { setFrom(null); setTo(null); }}
    >
      <img src={src} alt={alt} draggable={false} />
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" aria-hidden="true">
        {events.map((one) => one.box && <Rect key={one.id} box={one.box} chosen={one.id === chosen} />)}
        {drawn !== null && <Rect box={drawn} chosen />}
      </svg>
    </div>
  );
}

function Rect({ box, chosen }: { box: BoxRow; chosen: boolean }) {
  return <rect x={box[0]} y={box[1]} width={box[2] - box[0]} height={box[3] - box[1]} data-chosen={chosen} />;
}
