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
