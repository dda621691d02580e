// Which pictures of a case are shown where. Pure.
import type { Film, Incident, Picture } from "../inbox/types";

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

/** The picture that is shown first: the newest kept one. The last looks are in the strip. */
export function firstOf(film: readonly Film[]): Film | undefined {
  return film.findLast((one) => one.kind === "evidence") ?? film.at(-1);
}

/** The kept picture behind a masked address. */
export function originalOf(incident: Incident, url: string): Picture | undefined {
  return incident.pictures.find((one) => one.masked === url);
}
