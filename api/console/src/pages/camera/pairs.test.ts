import { describe, expect, it } from "vitest";
import { isWhole, NO_PAIR, readPlace } from "./pairs";

describe("point pairs", () => {
  it("take a place as a map gives it", () => {
    expect(readPlace("120.25, 30.45")).toEqual({ lon: 120.25, lat: 30.45 });
    expect(readPlace("120.25,30.45")).toEqual({ lon: 120.25, lat: 30.45 });
    expect(readPlace(" 120.25 30.45 ")).toEqual({ lon: 120.25, lat: 30.45 });
    for (const wrong of ["120.25", "a, b", "30.45, 120.25", "", "1,2,3"]) expect(readPlace(wrong)).toBeNull();
  });
  it("are whole when clicked and placed", () => {
    expect(isWhole(NO_PAIR)).toBe(false);
    expect(isWhole({ x: 0, y: 0, lon: 0, lat: 0 })).toBe(true);
  });
});
