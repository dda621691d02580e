import { describe, expect, it } from "vitest";
import { bdToGcj, drawnIn, gcjToBd, moved, readFrom, toGcj, toWgs, type LonLat } from "./gcj";

// What core/geo.py makes of these: WGS-84, GCJ-02.
const KNOWN: readonly (readonly [LonLat, LonLat])[] = [
  [[120.25, 30.45], [120.254490134, 30.447576947]],
  [[116.391, 39.907], [116.397240959, 39.908401109]],
  [[87.6, 43.8], [87.602838972, 43.80121203]],
  [[113.26, 23.13], [113.265327085, 23.127321648]],
  [[105.0, 35.0], [105.003286241, 34.999098632]],
  [[139.7, 35.7], [139.7, 35.7]], // outside of China nothing is moved
];

const BD_KNOWN: LonLat = [120.260904611, 30.453833894];

describe("GCJ-02", () => {
  it.each(KNOWN)("is where the service says that %j is", (wgs, gcj) => {
    const made = toGcj(wgs);
    expect(made[0]).toBeCloseTo(gcj[0], 8);
    expect(made[1]).toBeCloseTo(gcj[1], 8);
  });

  it.each(KNOWN)("is undone to %j", (wgs, gcj) => {
    const made = toWgs(gcj);
    expect(made[0]).toBeCloseTo(wgs[0], 7);
    expect(made[1]).toBeCloseTo(wgs[1], 7);
  });

  it("moves nothing on a base map in WGS-84", () => {
    expect(drawnIn("WGS84")([120, 30])).toEqual([120, 30]);
    expect(readFrom("WGS84")([120, 30])).toEqual([120, 30]);
    expect(drawnIn("GCJ02")([120.25, 30.45])[0]).toBeCloseTo(120.25449, 5);
  });

  it("moves every point of a polygon with holes", () => {
    const ring = [[120, 30], [121, 30], [120, 31], [120, 30]];
    const made = moved([[ring, ring]], ([lon, lat]) => [lon + 1, lat - 1]);
    expect(made).toEqual([[[[121, 29], [122, 29], [121, 30], [121, 29]], [[121, 29], [122, 29], [121, 30], [121, 29]]]]);
  });
});

describe("BD-09", () => {
  it("is where the service says", () => {
    const made = gcjToBd(toGcj([120.25, 30.45]));
    expect(made[0]).toBeCloseTo(BD_KNOWN[0], 8);
    expect(made[1]).toBeCloseTo(BD_KNOWN[1], 8);
  });

  it("is undone, to within a metre or so, as the published transform is", () => {
    const back = bdToGcj(gcjToBd([120.25, 30.45]));
    expect(back[0]).toBeCloseTo(120.25, 5);
    expect(back[1]).toBeCloseTo(30.45, 5);
  });
});
