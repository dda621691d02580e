import { expect, test } from "vitest";
import { metres, reach, ringsOf, scaleOf, wedge } from "./sketch";

test("metres east and north of the centre", () => {
  const [east, north] = metres({ lon: 120, lat: 30 }, { lon: 120.001, lat: 30.001 });
  expect(east).toBeCloseTo(96.4, 0);
  expect(north).toBeCloseTo(111.3, 0);
});

test("what is near fits in; what is far does not make everything small", () => {
  expect(reach(3, [])).toBe(40);
  expect(reach(3, [100, 5000])).toBeCloseTo(115);
  expect(reach(1000, [])).toBe(400);
  expect(scaleOf(40)).toBe(25);
});

test("a field of view opens to where the camera looks: north is up", () => {
  const [from, left, right] = wedge(0, 0, 0, 10).split(" ").map((point) => point.split(",").map(Number));
  expect(from?.map(Math.abs)).toEqual([0, 0]);
  expect(left?.[0]).toBeCloseTo(-5);
  expect(right?.[1]).toBeCloseTo(-8.66, 1);
});

test("the grids that lie about the place are drawn, in all their parts, however large they are", () => {
  const square = (lon: number, side: number) => [[[lon, 30], [lon + side, 30], [lon + side, 30.01], [lon, 30.01], [lon, 30]]];
  const cell = (code: string, level: string, ...lons: [number, number][]) => ({
    properties: { code, level },
    geometry: { type: "MultiPolygon", coordinates: lons.map(([lon, side]) => square(lon, side)) },
  });
  const grid = { features: [cell("near", "grid", [119.95, 0.1], [120.5, 0.1]), cell("far", "grid", [121, 0.1]), cell("street", "street", [119.95, 0.1])] };
  const found = ringsOf(grid, { lon: 120, lat: 30.005 }, 40);
  expect(found.map(({ code }) => code)).toEqual(["near"]);
  expect(found[0]?.points[0]?.[0]).toBeCloseTo(-4820, -2);
  expect(ringsOf({ features: [{ properties: { level: "grid" }, geometry: { type: "Polygon", coordinates: square(119.95, 0.1) } }] }, { lon: 120, lat: 30.005 }, 40)).toHaveLength(1);
  expect(ringsOf(null, { lon: 120, lat: 30 }, 40)).toEqual([]);
});
