import { describe, expect, it } from "vitest";
import { asked, FIRST_LAYERS, levelAt, LIVE, readState, writeState, type MapState } from "./state";

const EMPTY = readState(new URLSearchParams());

describe("the map's address", () => {
  it("is empty while nothing is chosen", () => {
    expect(EMPTY.layers).toEqual(FIRST_LAYERS);
    expect(writeState(EMPTY).toString()).toBe("");
  });

  it("comes back as it was written", () => {
    const state: MapState = {
      layers: ["cameras", "heat"], owners: ["police", "edu"], matters: ["waste"], states: ["blind"], statuses: ["closed"],
      grid: "990101001", span: "week", level: "street", unit: "hour", step: 47, chosen: "camera:cam-1", view: "list",
      at: [120.25, 30.45, 12.5],
    };
    expect(readState(writeState(state))).toEqual(state);
  });

  it.each([
    "layers=cameras,bombs", "grid=abc", "span=year", "level=planet", "unit=week", "step=1.5", "step=48", "sel=user:1",
    "view=globe", "at=1,2", "at=999,2,3", "at=a,b,c", "at=1,2,3,4",
  ])("leaves out what it does not know: %s", (text) => {
    const state = readState(new URLSearchParams(text));
    expect({ ...state, layers: EMPTY.layers }).toEqual(EMPTY);
    expect(state.layers).not.toContain("bombs");
  });

  it("switches every layer off", () => {
    expect(readState(writeState({ ...EMPTY, layers: [] })).layers).toEqual([]);
  });
});

describe("what the service is asked for", () => {
  it("is what is open, unless statuses are chosen", () => {
    expect(asked(EMPTY, 0).status).toEqual(LIVE);
    expect(asked({ ...EMPTY, statuses: ["closed"] }, 0).status).toEqual(["closed"]);
    expect(asked(EMPTY, 0)).not.toHaveProperty("since");
  });

  it("is everything first seen in the span, by whole minutes", () => {
    const now = Date.UTC(2026, 10, 8, 8, 0, 42);
    expect(asked({ ...EMPTY, span: "week" }, now)).toMatchObject({ status: [], since: "2026-11-01T08:00:00.000Z" });
    expect(asked({ ...EMPTY, span: "all", grid: "990101" }, now)).toEqual({ matter: [], owner: [], grid: ["990101"], status: [] });
  });
});

describe("the level of the grid", () => {
  it.each([[9, "district"], [11, "street"], [13, "community"], [15, "grid"]] as const)("at zoom %d is %s", (zoom, level) => {
    expect(levelAt("auto", zoom)).toBe(level);
    expect(levelAt("community", zoom)).toBe("community");
  });
});
