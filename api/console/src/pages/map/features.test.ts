import { describe, expect, it } from "vitest";
import type { Cameras, GridFile, Heat } from "./data";
import { cameraPoints, cameraRows, fitting, heatPoints, labels, perStep, shaded } from "./features";

const still = ([lon, lat]: readonly [number, number]) => [lon, lat] as const;
const CAMERAS: Cameras = {
  datum: "WGS84", ids: ["a", "b", "c"], names: ["甲", "乙", "丙"], lon: [120, 121, 122], lat: [30, 31, 32],
  owners: ["edu", "police"], owner: [1, 0, 1], scenes: ["street"], scene: [0, 0, 0], grids: ["", "990101001"], grid: [1, 0, 1],
  gridNames: {}, heading: [null, 90, null], hfov: [null, 60, null], reach: [null, 80, null], ptz: [],
  cameras: "t", states: "obu", letters: { o: "ok", b: "blind", u: "unknown" }, kinds: { black: [1] },
};
const HEAT: Heat = {
  unit: "day", edges: ["2026-11-01T16:00:00Z", "2026-11-02T16:00:00Z", "2026-11-03T16:00:00Z"], size: 0.001, west: 120, south: 30,
  bucket: [0, 1, 1], x: [0, 0, 2], y: [0, 0, 1], n: [3, 1, 4],
};
const ring = [[120, 30], [121, 30], [120, 31], [120, 30]];
const GRID: GridFile = {
  type: "FeatureCollection",
  features: ["990101001", "990101002"].map((code) => ({
    properties: { code, name: code.slice(-3), level: "street", lon: 120.2, lat: 30.2 },
    geometry: { type: "Polygon", coordinates: [ring] },
  })),
};

describe("cameras", () => {
  it("are told by row, with younger states where there are some", () => {
    const rows = cameraRows(CAMERAS, "bbo", { frozen: [0] });
    expect(rows.map((one) => [one.id, one.owner, one.state, one.kind])).toEqual([
      ["a", "police", "blind", "frozen"], ["b", "edu", "blind", ""], ["c", "police", "ok", ""],
    ]);
  });

  it("are filtered by owner, state and grid together", () => {
    const rows = cameraRows(CAMERAS, CAMERAS.states, CAMERAS.kinds);
    const ids = (of: Partial<Parameters<typeof fitting>[1]>) => fitting(rows, { owners: [], states: [], grid: "", ...of }).map((one) => one.id);
    expect(ids({})).toEqual(["a", "b", "c"]);
    expect(ids({ owners: ["police"] })).toEqual(["a", "c"]);
    expect(ids({ states: ["blind"], grid: "" })).toEqual(["b"]);
    expect(ids({ grid: "990101" })).toEqual(["a", "c"]);
  });

  it("become points that say what is wrong", () => {
    const [first, second] = cameraPoints(cameraRows(CAMERAS, CAMERAS.states, {}), ([lon, lat]) => [lon + 1, lat]).features;
    expect(first?.geometry.coordinates).toEqual([121, 30]);
    expect([first?.properties?.bad, second?.properties?.bad, second?.properties?.icon]).toEqual([0, 1, "camera-blind"]);
  });
});

describe("grids", () => {
  const counts = { total: 5, outside: 0, grids: { "990101001": 4, "990101002": 1 }, matters: {}, statuses: {} };
  it("are shaded by their share of the highest count", () => {
    expect(shaded(GRID, "street", counts, still).features.map((one) => one.properties?.share as number)).toEqual([1, 0.25]);
    expect(shaded(GRID, "grid", counts, still).features).toEqual([]);
    expect(shaded(GRID, "street", undefined, still).features.map((one) => one.properties?.n as number)).toEqual([0, 0]);
  });
  it("are labelled with their counts", () => {
    expect(labels(GRID, "street", counts, still).features.map((one) => one.properties?.told as string)).toEqual(["001\n4", "002\n1"]);
  });
});

describe("heat", () => {
  it("is of one step, or of all", () => {
    expect(heatPoints(HEAT, 0, still).features.map((one) => one.properties?.n as number)).toEqual([3]);
    expect(heatPoints(HEAT, -1, still).features.map((one) => one.properties?.n as number)).toEqual([4, 4]);
    expect(heatPoints(HEAT, 1, still).features[1]?.geometry.coordinates).toEqual([120.0025, 30.0015]);
  });
  it("is counted per step", () => {
    expect(perStep(HEAT)).toEqual([3, 5]);
  });
});
