import { describe, expect, it } from "vitest";
import { areaOf, crossesItself, edited, EMPTY, faults, snapped, type Draft, type Edit, type Zone } from "./edit";

const SQUARE: Zone = { id: "a", kind: "any", name: "", polygon: [[0.1, 0.1], [0.5, 0.1], [0.5, 0.5], [0.1, 0.5]], area_m2: null };

function after(...edits: Edit[]): Draft {
  return edits.reduce(edited, edited(EMPTY, { is: "load", zones: [SQUARE] }));
}

describe("zones", () => {
  it("are moved by mouse and by keys, within the picture", () => {
    const moved = after({ is: "choose", zone: 0, point: 1 }, { is: "nudge", by: [0.01, 0] }, { is: "nudge", by: [2, -1] });
    expect(moved.zones[0]?.polygon[1]).toEqual([1, 0]);
    expect(moved.past).toHaveLength(2);
  });
  it("take a drag back in one step", () => {
    const dragged = after(
      { is: "choose", zone: 0, point: 0 },
      { is: "drag", to: [0.2, 0.2] },
      { is: "drag", to: [0.3, 0.3] },
      { is: "drop" },
    );
    expect(dragged.zones[0]?.polygon[0]).toEqual([0.3, 0.3]);
    const back = edited(dragged, { is: "undo" });
    expect(back.zones[0]).toEqual(SQUARE);
    expect(edited(back, { is: "redo" }).zones[0]?.polygon[0]).toEqual([0.3, 0.3]);
  });
  it("gain and lose corners, three at least", () => {
    const more = after({ is: "choose", zone: 0, point: 0 }, { is: "insert", after: 3 });
    expect(more.zones[0]?.polygon[4]).toEqual([0.1, 0.3]);
    expect(more.point).toBe(4);
    let less = more;
    for (let i = 0; i < 5; i++) less = edited(less, { is: "removePoint" });
    expect(less.zones[0]?.polygon).toHaveLength(3);
  });
  it("are added with a free id and removed", () => {
    const added = after({ is: "addZone", kind: "plaza", polygon: [[0, 0], [1, 0], [2, 1]] });
    expect(added.zones[1]).toMatchObject({ id: "zone-2", kind: "plaza", polygon: [[0, 0], [1, 0], [1, 1]] });
    expect(added.zone).toBe(1);
    const removed = edited(added, { is: "removeZone" });
    expect(removed.zones).toEqual([SQUARE]);
    expect(edited(removed, { is: "undo" }).zones).toHaveLength(2);
  });
  it("snap to the picture's edge and to other corners", () => {
    const draft = after({ is: "choose", zone: 0, point: 0 });
    expect(snapped([0.01, 0.995], draft)).toEqual([0, 1]);
    expect(snapped([0.505, 0.105], draft)).toEqual([0.5, 0.1]);
    expect(snapped([0.105, 0.105], draft)).toEqual([0.105, 0.105]); // not to itself
  });
  it("say what the service would refuse", () => {
    expect(faults(SQUARE, [SQUARE])).toEqual([]);
    expect(faults({ ...SQUARE, id: "A b", kind: "" }, [SQUARE])).toEqual(["id", "kind"]);
    expect(faults(SQUARE, [SQUARE, SQUARE])).toEqual(["doubled"]);
    const bow: Zone = { ...SQUARE, polygon: [[0, 0], [1, 1], [1, 0], [0, 1]] };
    expect(faults(bow, [bow])).toEqual(["crosses"]);
    const line: Zone = { ...SQUARE, polygon: [[0, 0], [0.5, 0.5], [1, 1]] };
    expect(faults(line, [line])).toEqual(["flat"]);
  });
  it("are measured", () => {
    expect(areaOf(SQUARE.polygon)).toBeCloseTo(0.16);
    expect(crossesItself(SQUARE.polygon)).toBe(false);
  });
});
