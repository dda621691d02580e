// GCJ-02, the datum of China's public maps, and back: the published transform (a = 6378245, ee = 0.00669342162296594323,
// series around 105 E 35 N), as core/geo.py has it; gcj.test.ts holds it against that one's figures.
// It is done here and not by the service, because what is drawn depends on the base map, and what is told never does.
export type LonLat = readonly [lon: number, lat: number]; // degrees
export type Datum = "WGS84" | "GCJ02";

const A = 6378245.0;
const EE = 0.00669342162296594323;
const ROUNDS = 6; // one leaves up to 2.3 m, four less than a micrometre

function within(lon: number, lat: number): boolean {
  return lon >= 72.004 && lon <= 137.8347 && lat >= 0.8293 && lat <= 55.8271;
}

function offset(lon: number, lat: number): LonLat {
  const x = lon - 105.0;
  const y = lat - 35.0;
  const root = Math.sqrt(Math.abs(x));
  const pi = Math.PI;
  const wave = ((20 * Math.sin(6 * x * pi) + 20 * Math.sin(2 * x * pi)) * 2) / 3;
  const north =
    -100 + 2 * x + 3 * y + 0.2 * y * y + 0.1 * x * y + 0.2 * root + wave +
    ((20 * Math.sin(y * pi) + 40 * Math.sin((y / 3) * pi)) * 2) / 3 +
    ((160 * Math.sin((y / 12) * pi) + 320 * Math.sin((y * pi) / 30)) * 2) / 3;
  const east =
    300 + x + 2 * y + 0.1 * x * x + 0.1 * x * y + 0.1 * root + wave +
    ((20 * Math.sin(x * pi) + 40 * Math.sin((x / 3) * pi)) * 2) / 3 +
    ((150 * Math.sin((x / 12) * pi) + 300 * Math.sin((x / 30) * pi)) * 2) / 3;
  const phi = (lat * pi) / 180;
  const magic = 1 - EE * Math.sin(phi) ** 2;
  const lonDeg = (east / ((A / Math.sqrt(magic)) * Math.cos(phi))) * (180 / pi);
  const latDeg = (north / ((A * (1 - EE)) / (magic * Math.sqrt(magic)))) * (180 / pi);
  return [lonDeg, latDeg];
}

export function toGcj([lon, lat]: LonLat): LonLat {
  if (!within(lon, lat)) return [lon, lat];
  const [east, north] = offset(lon, lat);
  return [lon + east, lat + north];
}

export function toWgs([lon, lat]: LonLat): LonLat {
  if (!within(lon, lat)) return [lon, lat];
  let at: LonLat = [lon, lat];
  for (let round = 0; round < ROUNDS; round += 1) {
    const [gLon, gLat] = toGcj(at);
    at = [at[0] + lon - gLon, at[1] + lat - gLat];
  }
  return at;
}

const BD = (Math.PI * 3000) / 180;

/** BD-09, the datum of Baidu's map: GCJ-02 once more moved. */
export function gcjToBd([lon, lat]: LonLat): LonLat {
  const z = Math.hypot(lon, lat) + 0.00002 * Math.sin(lat * BD);
  const theta = Math.atan2(lat, lon) + 0.000003 * Math.cos(lon * BD);
  return [z * Math.cos(theta) + 0.0065, z * Math.sin(theta) + 0.006];
}

export function bdToGcj([lon, lat]: LonLat): LonLat {
  const x = lon - 0.0065;
  const y = lat - 0.006;
  const z = Math.hypot(x, y) - 0.00002 * Math.sin(y * BD);
  const theta = Math.atan2(y, x) - 0.000003 * Math.cos(x * BD);
  return [z * Math.cos(theta), z * Math.sin(theta)];
}

/** Return a function that moves WGS-84 to where it is drawn on where it is drawn on a map of this datum. */
export function drawnIn(datum: Datum): (at: LonLat) => LonLat {
  return datum === "GCJ02" ? toGcj : (at) => at;
}

/** Return a function that says in WGS-84 where something is drawn. */
export function readFrom(datum: Datum): (at: LonLat) => LonLat {
  return datum === "GCJ02" ? toWgs : (at) => at;
}

type Nested = readonly number[] | readonly Nested[];

/** Move every point of GeoJSON coordinates, however deep they lie. */
export function moved(coordinates: Nested, move: (at: LonLat) => LonLat): Nested {
  const first = coordinates[0];
  if (typeof first === "number") return [...move([first, coordinates[1] as number])];
  return (coordinates as readonly Nested[]).map((part) => moved(part, move));
}
