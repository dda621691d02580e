import { describe, expect, it } from "vitest";
import { inDatum, isWhole, NO_PAIR, numbered, placed, readPlace, sent, typed, wgsOf, type Pair } from "./pairs";

const HERE = [120.25, 30.45] as const;

describe("point pairs", () => {
  it("take a place as a map gives it", () => {
    expect(readPlace("120.25, 30.45")).toEqual(HERE);
    expect(readPlace("120.25,30.45")).toEqual(HERE);
    expect(readPlace(" 120.25 30.45 ")).toEqual(HERE);
    for (const wrong of ["120.25", "a, b", "30.45, 120.25", "", "1,2,3"]) expect(readPlace(wrong)).toBeNull();
  });
  it("are whole when clicked and placed", () => {
    expect(isWhole(NO_PAIR)).toBe(false);
    expect(isWhole({ ...NO_PAIR, x: 0, y: 0 })).toBe(false);
    expect(isWhole({ ...NO_PAIR, x: 0, y: 0, ...typed("120, 30") })).toBe(true);
  });
  it("are counted as the service counts them", () => {
    const whole = { ...NO_PAIR, x: 0, y: 0, ...typed("120, 30") };
    expect(numbered([whole, NO_PAIR, whole])).toEqual([1, 0, 2]);
  });
  it("are sent each in its own datum", () => {
    const whole = (part: Partial<Pair>) => ({ ...NO_PAIR, x: 0.5, y: 0.5, ...part }) as Parameters<typeof sent>[0];
    expect(sent(whole(typed("120.25, 30.45")), "BD09")).toEqual({ x: 0.5, y: 0.5, lon: 120.25, lat: 30.45, datum: "BD09" });
    expect(sent(whole(placed(HERE, "GCJ02")), "GCJ02").datum).toBe("WGS84");
  });
  it("lie where they lie, whatever datum is read", () => {
    const [clicked, written] = inDatum([{ ...NO_PAIR, ...placed(HERE, "WGS84") }, { ...NO_PAIR, ...typed("120.25, 30.45") }], "GCJ02");
    expect(clicked?.text.startsWith("120.2544901, 30.4475769")).toBe(true);
    expect(clicked && wgsOf(clicked, "GCJ02")).toEqual(HERE);
    expect(written?.text).toBe("120.25, 30.45");
    for (const datum of ["GCJ02", "BD09"] as const) {
      const moved = written && wgsOf(written, datum);
      expect(moved && Math.abs(moved[0] - 120.25) > 0.003).toBe(true);
      const back = wgsOf({ ...NO_PAIR, ...typed(placed(HERE, datum).text) }, datum);
      expect(back?.[0]).toBeCloseTo(120.25, 5);
      expect(back?.[1]).toBeCloseTo(30.45, 5);
    }
  });
});
