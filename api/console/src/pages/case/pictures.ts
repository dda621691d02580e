// Which pictures of a case are shown where. Pure.
import type { CaseView, Film, Incident, Picture } from "../inbox/types";

export interface Marked {
  readonly at: readonly [x0: number, y0: number, x1: number, y1: number]; // of the picture, 0 to 1
  readonly size: readonly [width: number, height: number]; // of the picture, in pixels
  readonly gone: boolean; // it was there and is no more
  readonly drawn: boolean; // the box is in the picture already
}

export interface Pair {
  readonly before: Picture;
  readonly after: Picture;
}

/** The first picture of a camera and its last: proof that it was cleared, or how it stands now. */
export function pairOf(incident: Incident): Pair | null {
  const shown = incident.pictures.filter((one) => one.masked !== null);
  for (const wanted of ["after", "latest"]) {
    for (const after of shown.filter((one) => one.role === wanted)) {
      const before = shown.find((one) => one.role === "before" && one.camera_id === after.camera_id);
      if (before !== undefined && before.masked !== after.masked) return { before, after };
    }
  }
  return null;
}

/** The picture that is shown first: the newest kept one; of a closed case what was found, for the last shows nothing. */
export function firstOf(film: readonly Film[], status: string): Film | undefined {
  const found = status === "closed" ? film.find((one) => one.role === "before") : undefined;
  return found ?? film.findLast((one) => one.kind === "evidence") ?? film.at(-1);
}

/** What is told over a picture: its box where it has none in it, and that something was there and is no more. */
export function markOf(kept: Picture | undefined, raw: boolean): Marked | null {
  if (kept === undefined || kept.box === null) return null;
  const gone = kept.role === "after";
  return raw || gone ? { at: kept.box, size: [kept.width, kept.height], gone, drawn: !raw } : null;
}

/** What people call a camera of the case; its id where it is gone from the district. */
export const cameraOf = (view: Pick<CaseView, "stands">, id: string): string => view.stands.find((one) => one.camera_id === id)?.name ?? id;

/** The kept picture behind a masked address. */
export function originalOf(incident: Incident, url: string): Picture | undefined {
  return incident.pictures.find((one) => one.masked === url);
}
