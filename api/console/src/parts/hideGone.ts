// A small picture that is no longer kept leaves its place empty, without the browser's torn sheet.
import type { SyntheticEvent } from "react";

export function hideGone(event: SyntheticEvent<HTMLImageElement>): void {
  event.currentTarget.style.visibility = "hidden";
}
