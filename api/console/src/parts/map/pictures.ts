// The signs of the map as pictures, for a legend.
import { drawn } from "./symbols";

export function pictures(names: readonly string[]): Record<string, string> {
  const made: Record<string, string> = {};
  for (const name of names) {
    const data = drawn(name);
    const canvas = document.createElement("canvas");
    canvas.width = data.width;
    canvas.height = data.height;
    canvas.getContext("2d")?.putImageData(data, 0, 0);
    made[name] = canvas.toDataURL("image/png");
  }
  return made;
}
