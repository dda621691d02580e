// A live view as long as a component wants it and the page is looked at.
import { useEffect, useState } from "react";
import { openLive, type Ended } from "./socket";

export interface LiveView {
  readonly src: string | null; // of the newest picture
  readonly at: Date | null; // when it was taken
  readonly ended: Ended | null; // why no more come
}

const NOTHING: LiveView = { src: null, at: null, ended: null };
const MISSED_MS = 4000; // a view that was cut is opened again after so long

/** Watch a camera while `on`; a hidden page watches nothing, so that it takes no session. */
export function useLivePictures(cameraId: string, on: boolean, fps = 3): LiveView {
  const [view, setView] = useState<{ of: string; view: LiveView }>({ of: "", view: NOTHING });
  const [seen, setSeen] = useState(() => document.visibilityState === "visible");
  const [tries, setTries] = useState(0);
  useEffect(() => {
    const heard = () => setSeen(document.visibilityState === "visible");
    document.addEventListener("visibilitychange", heard);
    return () => document.removeEventListener("visibilitychange", heard);
  }, []);
  useEffect(() => {
    if (!on || !seen) return;
    let again: ReturnType<typeof setTimeout> | undefined;
    let shown: string[] = [];
    const close = openLive(
      cameraId,
      fps,
      (picture) => {
        shown.push(URL.createObjectURL(picture.jpeg));
        while (shown.length > 2) URL.revokeObjectURL(shown.shift() ?? ""); // the one before may still be painted
        setView({ of: cameraId, view: { src: shown.at(-1) ?? null, at: picture.at, ended: null } });
      },
      (ended) => {
        setView((before) => ({ of: cameraId, view: { ...(before.of === cameraId ? before.view : NOTHING), ended } }));
        if (ended.code === 0 || ended.code === 1012) again = setTimeout(() => setTries((n) => n + 1), MISSED_MS);
      },
    );
    return () => {
      clearTimeout(again);
      close();
      for (const url of shown) URL.revokeObjectURL(url);
      shown = [];
      setView({ of: "", view: NOTHING });
    };
  }, [cameraId, on, seen, fps, tries]);
  return view.of === cameraId ? view.view : NOTHING;
}
