// What a camera shows: its latest look with its age, or live pictures; and in words why there is none. Words stand
// under the picture: cameras burn their clock and name into any corner of it.
import { useQueryClient } from "@tanstack/react-query";
import { useEffect, type ReactNode } from "react";
import { Ago } from "../Ago";
import { usePick, useWords } from "../../words/useWords";
import styles from "./cameraview.module.css";
import { useLivePictures } from "./useLivePictures";
import { liveWords } from "./words";

export interface Shown {
  readonly id: string;
  readonly name: string;
  readonly shown: string | null; // look of the picture that is at hand
  readonly health: Readonly<Record<string, unknown>> | null;
}

export const pictureOf = (camera: Shown): string | null =>
  camera.shown === null ? null : `/api/v1/cameras/${encodeURIComponent(camera.id)}/latest.jpg?look=${encodeURIComponent(camera.shown)}`;

const text = (value: unknown): string | null => (typeof value === "string" ? value : null);

export function CameraView({ camera, live, fps = 3, children }: {
  camera: Shown;
  live: boolean;
  fps?: number; // most pictures a second
  children?: ReactNode; // what is told before the age
}) {
  const w = useWords(liveWords);
  const pick = usePick();
  const queries = useQueryClient();
  const view = useLivePictures(camera.id, live, fps);
  const refused = view.ended !== null;
  useEffect(() => {
    void queries.invalidateQueries({ queryKey: ["watched"] });
  }, [live, refused, queries]);
  const src = view.src ?? pictureOf(camera);
  const last = text(camera.health?.last_good);
  return (
    <div className={styles.view}>
      {src === null ? (
        <div className={styles.none}>{w.noPicture}</div>
      ) : (
        <div className={styles.box}>
          <img src={src} alt={w.pictureOf(camera.name)} decoding="async" />
        </div>
      )}
      <div className={styles.line} data-testid="under">
        {children}
        {live && view.at !== null && view.ended === null ? (
          <span className={styles.live}>● {w.live}</span>
        ) : live && view.ended === null ? (
          <span className={styles.opening}>{w.opening}</span>
        ) : last !== null ? (
          <Ago at={last} />
        ) : (
          <span>{w.never}</span>
        )}
        {live && view.ended !== null && <span className={styles.ended} role="alert">{pick(view.ended.zh, view.ended.en) || w.cut}</span>}
      </div>
    </div>
  );
}
