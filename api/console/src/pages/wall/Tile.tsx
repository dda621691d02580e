// One camera of the wall: its picture, its open cases, and what can be done with it by button or key.
import { Button } from "antd";
import type { KeyboardEvent } from "react";
import { Link, useNavigate } from "react-router";
import type { components } from "../../api/schema.gen";
import { CameraView } from "../../parts/live/CameraView";
import { CameraState } from "../../parts/Tags";
import { useWords } from "../../words/useWords";
import styles from "./wall.module.css";
import { wallWords } from "./words";

type Camera = components["schemas"]["CameraOut"];

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export function Tile({ id, camera, live, cases, toggle, turn, others, remove, walk }: {
  id: string;
  camera: Camera | undefined;
  live: boolean;
  cases: readonly string[];
  toggle: () => void;
  turn: (() => void) | null; // by hand; null for whoever may not
  others: () => void; // bring those that see the same place
  remove: () => void;
  walk: (event: KeyboardEvent<HTMLElement>) => void;
}) {
  const w = useWords(wallWords);
  const go = useNavigate();
  const name = camera?.name ?? id;
  const pressed = (event: KeyboardEvent<HTMLElement>) => {
    if (event.key !== "Enter" || event.target !== event.currentTarget) {
      walk(event);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
    void go(`/camera/${encodeURIComponent(id)}`);
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex -- arrow keys walk over the tiles; what they do is also in their buttons
    <article className={styles.tile} data-tile={id} data-case={cases.length > 0} tabIndex={0} aria-label={w.tile(name)} onKeyDown={pressed}>
      {camera === undefined ? name : (
        <CameraView camera={camera} live={live} fps={2}>
          <Link to={`/camera/${encodeURIComponent(id)}`} className={styles.name} title={`${name} · ${id}`}>{name}</Link>
          {cases[0] !== undefined && <Link to={`/case/${encodeURIComponent(cases[0])}`} className={styles.case}>▲ {w.cases(cases.length)}</Link>}
          <CameraState of={text(camera.health?.state) || "unknown"} />
        </CameraView>
      )}
      <div className={styles.acts}>
        <Button size="small" type={live ? "primary" : "default"} onClick={toggle} aria-pressed={live}>{live ? w.stopLive : w.live}</Button>
        {turn !== null && <Button size="small" onClick={turn} title={w.turnTold}>{w.turn}</Button>}
        <Button size="small" onClick={others} title={w.othersTold}>{w.others}</Button>
        <Button size="small" onClick={remove} aria-label={`${w.remove} ${name}`}>✕</Button>
      </div>
    </article>
  );
}
