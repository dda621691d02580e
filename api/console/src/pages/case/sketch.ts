// A sketch of the ground around a case, in metres: no base map is needed for who stands where. Pure.
export interface At {
  readonly lon: number;
  readonly lat: number;
}

const M_PER_DEG = 111_320;

/** Metres east and north of a centre; good to a thousandth over the few hundred metres that are drawn. */
export function metres(centre: At, at: At): readonly [number, number] {
  const north = (at.lat - centre.lat) * M_PER_DEG;
  const east = (at.lon - centre.lon) * M_PER_DEG * Math.cos((centre.lat * Math.PI) / 180);
  return [east, north];
}

/** Half the side of the square that is drawn: all that is near, at least 40 m, at most 400 m. */
export function reach(radius: number, distances: readonly number[]): number {
  const near = distances.filter((m) => m <= 350);
  return Math.min(400, Math.max(40, radius * 1.4, ...near.map((m) => m * 1.15)));
}

/** A round length for the scale bar: about a third of the side. */
export function scaleOf(half: number): number {
  const wanted = (half * 2) / 3;
  return [10, 20, 25, 50, 100, 200, 250].findLast((m) => m <= wanted) ?? 10;
}

/** The corners of a field of view: from the camera, its heading clockwise from north, so many degrees wide. */
export function wedge(east: number, north: number, headingDeg: number, length: number, wideDeg = 60): string {
  const corner = (deg: number) => {
    const rad = (deg * Math.PI) / 180;
    return `${east + length * Math.sin(rad)},${-(north + length * Math.cos(rad))}`;
  };
  return `${east},${-north} ${corner(headingDeg - wideDeg / 2)} ${corner(headingDeg + wideDeg / 2)}`;
}

export interface Ring {
  readonly code: string;
  readonly points: readonly (readonly [number, number])[]; // metres east and north
}

type Outline = readonly (readonly (readonly [number, number])[])[]; // of a polygon: its outer ring, then holes

interface Cell {
  readonly properties?: { readonly level?: string; readonly code?: string };
  readonly geometry?: { readonly type?: string; readonly coordinates?: unknown };
}

/** The outer rings of the grids (GeoJSON of the district) that lie about a centre; a grid may be of several parts. */
export function ringsOf(grid: unknown, centre: At, half: number): Ring[] {
  const cells = (grid as { features?: unknown } | null | undefined)?.features;
  if (!Array.isArray(cells)) return [];
  return (cells as Cell[]).flatMap(({ properties, geometry }) => {
    if (properties?.level !== "grid") return [];
    const parts = geometry?.type === "MultiPolygon" ? (geometry.coordinates as Outline[]) : geometry?.type === "Polygon" ? [geometry.coordinates as Outline] : [];
    return parts.flatMap(([ring]) => {
      const points = (ring ?? []).map(([lon, lat]) => metres(centre, { lon, lat }));
      return lies(points, half) ? [{ code: properties.code ?? "", points }] : [];
    });
  });
}

/** Whether the box around some points and the square that is drawn have anything in common. */
function lies(points: readonly (readonly [number, number])[], half: number): boolean {
  const span = (axis: 0 | 1) => points.map((point) => point[axis]);
  return points.length > 0 && ([0, 1] as const).every((axis) => Math.min(...span(axis)) < half && Math.max(...span(axis)) > -half);
}
