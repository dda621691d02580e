// Points of the ground, clicked in the picture and known on the map: pure.
import { bdToGcj, gcjToBd, toGcj, toWgs, type LonLat } from "../../geo/gcj";

export type Datum = "WGS84" | "GCJ02" | "BD09";

export interface Pair {
  readonly x: number | null; // across the picture, 0..1; null: not clicked yet
  readonly y: number | null;
  readonly place: LonLat | null; // on the ground; null: not known yet
  readonly by: "map" | "typed"; // map: the place is WGS-84; typed: in the datum that is chosen for what is typed
  readonly text: string; // in the field, in the datum that is chosen
}

export interface Sent {
  readonly x: number;
  readonly y: number;
  readonly lon: number;
  readonly lat: number;
  readonly datum: Datum;
}

export const NO_PAIR: Pair = { x: null, y: null, place: null, by: "typed", text: "" };

type WholePair = Pair & { readonly x: number; readonly y: number; readonly place: LonLat };
export const isWhole = (pair: Pair): pair is WholePair => pair.x !== null && pair.y !== null && pair.place !== null;

/** Return the number that each pair has among the whole ones, as the service counts them; 0: it is not whole. */
export function numbered(pairs: readonly Pair[]): readonly number[] {
  const whole = pairs.map(isWhole);
  return whole.map((is, i) => (is ? whole.slice(0, i + 1).filter(Boolean).length : 0));
}

/** Return what is sent of a pair. */
export const sent = (pair: WholePair, datum: Datum): Sent => ({
  x: pair.x,
  y: pair.y,
  lon: pair.place[0],
  lat: pair.place[1],
  datum: pair.by === "map" ? "WGS84" : datum,
});

/** A place that was clicked on the map, or that the service told: WGS-84, written in the chosen datum. */
export const placed = (at: LonLat, datum: Datum): Pick<Pair, "place" | "by" | "text"> => ({ place: at, by: "map", text: written(at, datum) });

/** A place as it is being typed. */
export const typed = (text: string): Pick<Pair, "place" | "by" | "text"> => ({ place: readPlace(text), by: "typed", text });

/** Return where a pair lies in WGS-84, for the map. */
export const wgsOf = (pair: Pair, datum: Datum): LonLat | null =>
  pair.place === null ? null : pair.by === "map" ? pair.place : toWgs84(pair.place, datum);

/** Read what was typed in another datum; what was clicked on the map stays where it is, and is written in it. */
export const inDatum = (pairs: readonly Pair[], datum: Datum): readonly Pair[] =>
  pairs.map((pair) => (pair.by === "map" && pair.place !== null ? { ...pair, text: written(pair.place, datum) } : pair));

/** Read "120.1234, 30.5678" as a map gives it; null where it is no place. */
export function readPlace(text: string): LonLat | null {
  const parts = text.trim().split(/[\s,,;]+/).map(Number);
  const [lon, lat] = parts;
  if (parts.length !== 2 || lon === undefined || lat === undefined || Number.isNaN(lon) || Number.isNaN(lat)) return null;
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90) return null;
  return [lon, lat];
}

function written(at: LonLat, datum: Datum): string {
  const [lon, lat] = datum === "WGS84" ? at : datum === "GCJ02" ? toGcj(at) : gcjToBd(toGcj(at));
  return `${lon.toFixed(7)}, ${lat.toFixed(7)}`;
}

function toWgs84(at: LonLat, datum: Datum): LonLat {
  if (datum === "WGS84") return at;
  return toWgs(datum === "GCJ02" ? at : bdToGcj(at));
}
