import { describe, expect, it } from "vitest";
import { readEnd, readPicture } from "./socket";

describe("live pictures", () => {
  it("come with their time", () => {
    const bytes = new Uint8Array(11);
    new DataView(bytes.buffer).setBigUint64(0, 1_793_606_400_123n);
    const picture = readPicture(bytes.buffer);
    expect(picture?.at.getTime()).toBe(1_793_606_400_123);
    expect(picture?.jpeg.size).toBe(3);
  });
  it("that are too short are none", () => {
    expect(readPicture(new ArrayBuffer(8))).toBeNull();
  });
  it("end with a reason in two languages", () => {
    expect(readEnd('{"code":4429,"why":"已满","why_en":"full"}')).toEqual({ code: 4429, zh: "已满", en: "full" });
    expect(readEnd("not json")).toBeNull();
    expect(readEnd("{}")).toBeNull();
  });
});
