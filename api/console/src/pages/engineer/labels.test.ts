import { expect, it } from "vitest";
import { boxOf, freshId, instantOf, lasts, nudged, secondOf, with_, type LabelEvent } from "./labels";

const one: LabelEvent = { id: "e2", matter: "construction_waste", cameras: ["c"], start: instantOf(1), end: instantOf(3) };

it("turns seconds of a clip into instants and back", () => {
  expect(instantOf(1.5)).toBe("2026-01-01T00:00:01.500Z");
  expect(secondOf(instantOf(12.25))).toBe(12.25);
  expect(lasts(one, Date.parse(instantOf(2)))).toBe(true);
  expect(lasts(one, Date.parse(instantOf(4)))).toBe(false);
});

it("makes a box of any two corners, and none of a click", () => {
  expect(boxOf([0.5, 0.6], [0.2, 1.4])).toEqual([0.2, 0.6, 0.5, 1]);
  expect(boxOf([0.5, 0.5], [0.501, 0.5])).toBeNull();
});

it("moves and sizes a box without losing it", () => {
  expect(nudged([0.9, 0.1, 1, 0.2], 0.05, 0, false)).toEqual([0.9, 0.1, 1, 0.2]);
  expect(nudged([0.1, 0.1, 0.2, 0.2], -0.5, 0.02, true)).toEqual([0.1, 0.1, 0.11, 0.22]);
});

it("changes one event and finds names that nobody has", () => {
  expect(freshId([one])).toBe("e3");
  expect(with_([one], "e2", { end: undefined, count: 2 })[0]).toEqual({ id: "e2", matter: "construction_waste", cameras: ["c"], start: one.start, count: 2 });
});
