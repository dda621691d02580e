// Points of the ground, clicked in the picture and known on the map: pure.

export interface Pair {
  readonly x: number | null; // across the picture, 0..1; null: not clicked yet
  readonly y: number | null;
  readonly lon: number | null;
  readonly lat: number | null;
}

export interface WholePair {
  readonly x: number;
  readonly y: number;
  readonly lon: number;
  readonly lat: number;
}

export const NO_PAIR: Pair = { x: null, y: null, lon: null, lat: null };

export const isWhole = (pair: Pair): pair is WholePair => pair.x !== null && pair.y !== null && pair.lon !== null && pair.lat !== null;

/** Read "120.1234, 30.5678" as a map gives it; null where it is no place. */
export function readPlace(text: string): { readonly lon: number; readonly lat: number } | null {
  const parts = text.trim().split(/[\s,,;]+/).map(Number);
  const [lon, lat] = parts;
  if (parts.length !== 2 || lon === undefined || lat === undefined || Number.isNaN(lon) || Number.isNaN(lat)) return null;
  if (Math.abs(lon) > 180 || Math.abs(lat) > 90) return null;
  return { lon, lat };
}
