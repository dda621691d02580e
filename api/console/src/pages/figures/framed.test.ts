import { describe, expect, it } from "vitest";
import { wrapped } from "./framed";

describe("a line below a picture", () => {
  const signs = (text: string) => text.length;
  it("breaks at spaces, and anywhere where there are none", () => {
    expect(wrapped("one two three", 8, signs)).toEqual(["one two", "three"]);
    expect(wrapped("来源单位公安局", 4, signs)).toEqual(["来源单位", "公安局"]);
    expect(wrapped("short", 9, signs)).toEqual(["short"]);
  });
});
