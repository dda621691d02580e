// The signs on the map: a shape and a letter for every state, so that nobody has to tell colours apart.
import { colour } from "./engine";
import type { GlMap } from "./engine";

const SIZE = 26; // pixels of the screen
const SCALE = 2;

type Draw = (c: CanvasRenderingContext2D) => void;

interface Sign {
  readonly fill: string; // name of a colour
  readonly mark: string; // a letter inside
  readonly draw: Draw; // the outline, in a square of 26
}

const disc: Draw = (c) => c.arc(13, 13, 8, 0, 2 * Math.PI);
const square: Draw = (c) => c.rect(5, 5, 16, 16);
const diamond: Draw = (c) => polygon(c, [[13, 2.5], [23.5, 13], [13, 23.5], [2.5, 13]]);
const hexagon: Draw = (c) => polygon(c, [[7.5, 4], [18.5, 4], [24, 13], [18.5, 22], [7.5, 22], [2, 13]]);
const triangle: Draw = (c) => polygon(c, [[13, 2], [25, 23], [1, 23]]);

function polygon(c: CanvasRenderingContext2D, corners: readonly (readonly [number, number])[]): void {
  corners.forEach(([x, y], index) => (index === 0 ? c.moveTo(x, y) : c.lineTo(x, y)));
  c.closePath();
}

/** Camera states and incidents by the name of their image. */
export const SIGNS: Readonly<Record<string, Sign>> = {
  "camera-ok": { fill: "--gw-ok", mark: "", draw: disc },
  "camera-late": { fill: "--gw-late", mark: "L", draw: hexagon },
  "camera-blind": { fill: "--gw-blind", mark: "B", draw: square },
  "camera-offline": { fill: "--gw-offline", mark: "×", draw: diamond },
  "camera-login_stopped": { fill: "--gw-offline", mark: "K", draw: diamond },
  "camera-unknown": { fill: "--gw-off", mark: "?", draw: disc },
  "camera-off": { fill: "--gw-off", mark: "–", draw: square },
  "incident-2": { fill: "--gw-extreme", mark: "!", draw: triangle },
  "incident-1": { fill: "--gw-severe", mark: "!", draw: triangle },
  "incident-0": { fill: "--gw-minor", mark: "", draw: triangle },
};

/** Draw a sign; also used by the legend. */
export function drawn(name: string): ImageData {
  const sign = SIGNS[name] ?? SIGNS["camera-unknown"];
  const canvas = document.createElement("canvas");
  canvas.width = canvas.height = SIZE * SCALE;
  const c = canvas.getContext("2d", { willReadFrequently: true });
  if (c === null || sign === undefined) return new ImageData(SIZE * SCALE, SIZE * SCALE);
  c.scale(SCALE, SCALE);
  const dark = document.documentElement.dataset.theme === "dark";
  c.beginPath();
  sign.draw(c);
  c.fillStyle = colour(sign.fill);
  c.fill();
  c.lineWidth = 2;
  c.strokeStyle = dark ? "#0d1419" : "#ffffff";
  c.stroke();
  if (sign.mark !== "") {
    c.fillStyle = dark ? "#0d1419" : "#ffffff";
    c.font = "bold 12px sans-serif";
    c.textAlign = "center";
    c.textBaseline = "middle";
    c.fillText(sign.mark, 13, sign.draw === triangle ? 17 : 13.5);
  }
  return c.getImageData(0, 0, SIZE * SCALE, SIZE * SCALE);
}

/** Give a map every sign in the present colours. */
export function addSigns(map: GlMap): void {
  for (const name of Object.keys(SIGNS)) {
    if (map.hasImage(name)) map.removeImage(name);
    map.addImage(name, drawn(name), { pixelRatio: SCALE });
  }
}
