// Zones drawn over the picture: corners are buttons, so that a mouse drags them and the keyboard moves them.
import { useEffect, useRef, useState, type KeyboardEvent, type MouseEvent, type PointerEvent } from "react";
import { useWords } from "../../../words/useWords";
import { checkWords } from "../words";
import { chosenZone, faults, snapped, type Draft, type Edit, type Point } from "./edit";
import styles from "./zones.module.css";

const STEP = 0.005; // of the picture, by an arrow key
const FAST = 0.025; // with Shift
const CLOSE = 0.02; // so near to the first corner a click ends the zone
const MIDDLE: readonly Point[] = [[0.35, 0.35], [0.65, 0.35], [0.65, 0.65], [0.35, 0.65]]; // to begin with, by keyboard
const ARROWS: Readonly<Record<string, Point>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] };

export interface DrawnBox {
  readonly x0: number;
  readonly y0: number;
  readonly x1: number;
  readonly y1: number;
  readonly label: string;
  readonly counts: boolean;
}

export function ZoneEditor({ src, alt, draft, edit, snap, drawing, onDrawn, boxes }: {
  src: string | null;
  alt: string;
  draft: Draft;
  edit: (edit: Edit) => void;
  snap: boolean;
  drawing: boolean; // a new zone is being clicked
  onDrawn: (polygon: readonly Point[] | null) => void; // null: cancelled
  boxes: readonly DrawnBox[];
}) {
  const w = useWords(checkWords);
  const stage = useRef<HTMLDivElement>(null);
  const [drawn, setDrawn] = useState<readonly Point[]>([]);
  const zone = chosenZone(draft);
  useEffect(() => {
    if (drawing) stage.current?.focus(); // Enter and Escape are meant for the picture now
  }, [drawing]);

  const at = (event: { clientX: number; clientY: number }): Point => {
    const box = stage.current?.getBoundingClientRect();
    if (box === undefined) return [0, 0];
    const point: Point = [(event.clientX - box.left) / box.width, (event.clientY - box.top) / box.height];
    return snap ? snapped(point, draft) : point;
  };
  const end = (polygon: readonly Point[] | null) => {
    setDrawn([]);
    onDrawn(polygon);
  };
  const clicked = (event: MouseEvent) => {
    if (!drawing) return;
    const point = at(event);
    const first = drawn[0];
    const closes = first !== undefined && drawn.length >= 3 && Math.hypot(point[0] - first[0], point[1] - first[1]) < CLOSE;
    if (closes) end(drawn);
    else setDrawn([...drawn, point]);
  };
  const pressed = (event: KeyboardEvent) => {
    if (drawing && event.key === "Enter" && drawn.length === 0) end(MIDDLE);
    else if (drawing && event.key === "Enter" && drawn.length >= 3) end(drawn);
    else if (drawing && event.key === "Escape") end(null);
    else if (drawing && event.key === "Backspace") setDrawn((before) => before.slice(0, -1));
    else if (!drawing && (event.ctrlKey || event.metaKey) && event.key.toLowerCase() === "z") edit({ is: event.shiftKey ? "redo" : "undo" });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const onPoint = (event: KeyboardEvent, index: number) => {
    const arrow = ARROWS[event.key];
    const step = event.shiftKey ? FAST : STEP;
    if (arrow !== undefined) edit({ is: "nudge", by: [arrow[0] * step, arrow[1] * step] });
    else if (event.key === "Delete" || event.key === "Backspace") edit({ is: "removePoint" });
    else if (event.key === "+" || event.key === "Insert") edit({ is: "insert", after: index });
    else return;
    event.preventDefault();
    event.stopPropagation();
  };
  const drag = (event: PointerEvent<HTMLButtonElement>) => {
    if (event.currentTarget.hasPointerCapture(event.pointerId)) edit({ is: "drag", to: at(event) });
  };
  const points = (polygon: readonly Point[]) => polygon.map(([x, y]) => `${x},${y}`).join(" ");

  return (
    // eslint-disable-next-line jsx-a11y/no-static-element-interactions -- the corners are buttons, and a table beside it does the same
    <div ref={stage} tabIndex={-1} className={styles.stage} data-drawing={drawing} onClick={clicked} onKeyDown={pressed}>
      {src === null ? <div className={styles.blank} role="img" aria-label={alt} /> : <img src={src} alt={alt} draggable={false} />}
      <svg viewBox="0 0 1 1" preserveAspectRatio="none" className={styles.drawing} aria-hidden="true">
        {draft.zones.map((one, i) => (
          <polygon
            key={i}
            points={points(one.polygon)}
            data-chosen={i === draft.zone}
            data-wrong={faults(one, draft.zones).length > 0}
            onClick={() => { if (!drawing) edit({ is: "choose", zone: i }); }}
          />
        ))}
        {boxes.map((box, i) => (
          <rect key={`b${i}`} x={box.x0} y={box.y0} width={box.x1 - box.x0} height={box.y1 - box.y0} data-counts={box.counts} />
        ))}
        {drawn.length > 0 && <polyline points={points(drawn)} />}
      </svg>
      {boxes.map((box, i) => (
        <span key={i} className={styles.label} data-counts={box.counts} style={{ left: `${box.x0 * 100}%`, top: `${box.y0 * 100}%` }}>{box.label}</span>
      ))}
      {draft.zones.map((one, i) => {
        const x = one.polygon.reduce((sum, corner) => sum + corner[0], 0) / one.polygon.length; // in its middle: a first corner may lie on the edge
        const y = one.polygon.reduce((sum, corner) => sum + corner[1], 0) / one.polygon.length;
        return i === draft.zone ? null : (
          <span key={i} className={styles.name} style={{ left: `${x * 100}%`, top: `${y * 100}%` }}>{one.name || one.id}</span>
        );
      })}
      {drawn.map(([x, y], i) => (
        <span key={i} className={styles.dot} style={{ left: `${x * 100}%`, top: `${y * 100}%` }} />
      ))}
      {!drawing && zone?.polygon.map(([x, y], i) => {
        const [nx, ny] = zone.polygon[(i + 1) % zone.polygon.length] ?? [x, y];
        return (
          <span key={i}>
            <button
              type="button"
              className={styles.between}
              tabIndex={-1}
              aria-label={w.between(i + 1, ((i + 1) % zone.polygon.length) + 1)}
              style={{ left: `${((x + nx) / 2) * 100}%`, top: `${((y + ny) / 2) * 100}%` }}
              onClick={(event) => { event.stopPropagation(); edit({ is: "insert", after: i }); }}
            />
            <button
              type="button"
              className={styles.corner}
              data-chosen={draft.point === i}
              aria-label={`${w.point(i + 1)} ${(x * 100).toFixed(1)} %, ${(y * 100).toFixed(1)} %`}
              style={{ left: `${x * 100}%`, top: `${y * 100}%` }}
              onFocus={() => edit({ is: "choose", zone: draft.zone, point: i })}
              onPointerDown={(event) => {
                event.currentTarget.setPointerCapture(event.pointerId);
                event.currentTarget.focus();
              }}
              onPointerMove={drag}
              onPointerUp={() => edit({ is: "drop" })}
              onKeyDown={(event) => onPoint(event, i)}
            />
          </span>
        );
      })}
    </div>
  );
}
