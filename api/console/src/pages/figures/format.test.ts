import { expect, it } from "vitest";
import { good, plotted, shown } from "./format";

it("shows what is unknown as a dash, never as nought", () => {
  expect(shown(null, "share", "zh")).toBe("–");
  expect(plotted(null, "count")).toBeNull();
  expect(good(null, { limit: 6, least: false })).toBeNull();
});

it("tells lengths in a unit that can be read", () => {
  expect(shown(45, "seconds", "en")).toBe("45 s");
  expect(shown(600, "seconds", "en")).toBe("10 min");
  expect(shown(7200, "seconds", "zh")).toBe("2.0小时");
  expect(shown(259_200, "seconds", "en")).toBe("3.0 d");
  expect(shown(0.7345, "share", "en")).toBe("73.5%");
  expect(shown(12_345, "count", "en")).toBe("12,345");
});

it("knows limits to be kept below and limits to be reached", () => {
  expect(good(5, { limit: 6, least: false })).toBe(true);
  expect(good(0.8, { limit: 0.9, least: true })).toBe(false);
  expect(plotted(7200, "seconds")).toBe(2);
});
