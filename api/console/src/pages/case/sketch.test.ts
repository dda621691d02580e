import { expect, test } from "vitest";
import { metres, reach, scaleOf, wedge } from "./sketch";

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
