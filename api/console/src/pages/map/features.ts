// Columns of the service as GeoJSON, moved to where the base map has them. Pure.
import type { Feature, FeatureCollection, Point } from "geojson";
import { moved, type LonLat } from "../../geo/gcj";
import type { Cameras, Counts, GridFile, Heat, Incidents } from "./data";

type Move = (at: LonLat) => LonLat;

export interface CameraRow {
  readonly index: number;
  readonly id: string;
  readonly name: string;
  readonly lon: number; // degrees, WGS-84
  readonly lat: number;
  readonly owner: string;
  readonly grid: string;
  readonly state: string;
  readonly kind: string; // what is wrong; "": nothing
}

const WORST: Readonly<Record<string, number>> = { offline: 3, login_stopped: 3, blind: 3, late: 1 };

/** Every camera with its state; `letters` may be younger than the columns when both belong together. */
export function cameraRows(columns: Cameras, letters: string, kinds: Cameras["kinds"]): CameraRow[] {
  const wrong = new Map<number, string>();
  for (const [kind, numbers] of Object.entries(kinds)) for (const number of numbers) wrong.set(number, kind);
  return columns.ids.map((id, index) => ({
    index,
    id,
    name: columns.names[index] ?? id,
    lon: columns.lon[index] ?? 0,
    lat: columns.lat[index] ?? 0,
    owner: columns.owners[columns.owner[index] ?? 0] ?? "",
    grid: columns.grids[columns.grid[index] ?? 0] ?? "",
    state: columns.letters[letters[index] ?? "u"] ?? "unknown",
    kind: wrong.get(index) ?? "",
  }));
}

export function fitting(rows: readonly CameraRow[], of: { owners: readonly string[]; states: readonly string[]; grid: string }): CameraRow[] {
  return rows.filter(
    (one) =>
      (of.owners.length === 0 || of.owners.includes(one.owner)) &&
      (of.states.length === 0 || of.states.includes(one.state)) &&
      one.grid.startsWith(of.grid),
  );
}

export function cameraPoints(rows: readonly CameraRow[], move: Move): FeatureCollection<Point> {
  return collection(
    rows.map((one) => ({
      type: "Feature",
      id: one.index,
      properties: { id: one.id, icon: `camera-${one.state}`, bad: WORST[one.state] === 3 ? 1 : 0, late: one.state === "late" ? 1 : 0 },
      geometry: { type: "Point", coordinates: [...move([one.lon, one.lat])] },
    })),
  );
}

export function incidentPoints(told: Incidents, move: Move): FeatureCollection<Point> {
  return collection(
    told.ids.map((id, index) => ({
      type: "Feature",
      properties: { id, icon: `incident-${told.waits[index] ?? 0}`, rank: told.ids.length - index },
      geometry: { type: "Point", coordinates: [...move([told.lon[index] ?? 0, told.lat[index] ?? 0])] },
    })),
  );
}

/** The polygons of one level with their counts; `share`: of the highest count of the level, 0..1. */
export function shaded(file: GridFile, level: string, counts: Counts | undefined, move: Move): FeatureCollection {
  const mine = file.features.filter((one) => one.properties.level === level);
  const most = Math.max(1, ...mine.map((one) => counts?.grids[one.properties.code] ?? 0));
  return {
    type: "FeatureCollection",
    features: mine.map((one) => {
      const n = counts?.grids[one.properties.code] ?? 0;
      const coordinates = moved(one.geometry.coordinates, move);
      return {
        type: "Feature",
        properties: { code: one.properties.code, name: one.properties.name, n, share: n / most },
        geometry: { type: one.geometry.type, coordinates } as Feature["geometry"],
      };
    }),
  };
}

/** Where names and counts of one level stand. */
export function labels(file: GridFile, level: string, counts: Counts | undefined, move: Move): FeatureCollection<Point> {
  const mine = file.features.filter((one) => one.properties.level === level);
  return collection(
    mine.map(({ properties: { code, name, lon, lat } }) => {
      const n = counts?.grids[code] ?? 0;
      return {
        type: "Feature",
        properties: { code, name, n, told: n > 0 ? `${name}\n${n}` : name },
        geometry: { type: "Point", coordinates: [...move([lon, lat])] },
      };
    }),
  );
}

/** Cells of one step of the slider, or of all (-1), as weighted points. */
export function heatPoints(told: Heat, step: number, move: Move): FeatureCollection<Point> {
  const sums = new Map<string, { x: number; y: number; n: number }>();
  told.bucket.forEach((bucket, index) => {
    if (step >= 0 && bucket !== step) return;
    const [x, y, n] = [told.x[index] ?? 0, told.y[index] ?? 0, told.n[index] ?? 0];
    const known = sums.get(`${x},${y}`);
    if (known) known.n += n;
    else sums.set(`${x},${y}`, { x, y, n });
  });
  const most = Math.max(1, ...[...sums.values()].map((one) => one.n));
  return collection(
    [...sums.values()].map(({ x, y, n }) => ({
      type: "Feature",
      properties: { n, weight: Math.sqrt(n / most) },
      geometry: { type: "Point", coordinates: [...move([told.west + (x + 0.5) * told.size, told.south + (y + 0.5) * told.size])] },
    })),
  );
}

/** How many incidents each step of the slider has: its little columns. */
export function perStep(told: Heat): number[] {
  const sums = Array.from({ length: told.edges.length - 1 }, () => 0);
  told.bucket.forEach((bucket, index) => {
    sums[bucket] = (sums[bucket] ?? 0) + (told.n[index] ?? 0);
  });
  return sums;
}

function collection(features: Feature<Point>[]): FeatureCollection<Point> {
  return { type: "FeatureCollection", features };
}
