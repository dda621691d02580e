import { expect, test } from "vitest";
import { FIT, moved, zoomed } from "./look";

test("what is under the pointer stays there", () => {
  const look = zoomed(FIT, 2, 0.25, 0.5);
  expect(look.k).toBe(2);
  const under = (at: number, edge: number) => (at - edge) / look.k; // the picture's own share under the pointer
  expect(under(0.25, look.x)).toBeCloseTo(0.25);
  expect(under(0.5, look.y)).toBeCloseTo(0.5);
});

test("no edge leaves the frame, and it is never smaller than whole", () => {
  expect(moved(zoomed(FIT, 2, 0.5, 0.5), 9, -9)).toEqual({ k: 2, x: 0, y: -1 });
  expect(zoomed(FIT, 0.1, 0.5, 0.5)).toEqual(FIT);
  expect(zoomed(FIT, 1000, 0.5, 0.5).k).toBe(12);
});
