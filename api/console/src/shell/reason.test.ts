import { describe, expect, it } from "vitest";
import { reasonCookie, reasonIn } from "./reason";

describe("the reason for looking at pictures", () => {
  it("is found among other cookies, in any language", () => {
    const cookie = reasonCookie(" 12345 投诉; 核实 ", false).split(";")[0] ?? "";
    expect(reasonIn(`a=b; ${cookie}; c=d`)).toBe("12345 投诉; 核实");
    expect(reasonIn("a=b")).toBe("");
    expect(reasonIn("gridwatch_reason=%E0%A4%A")).toBe("");
  });
  it("lasts a quarter of an hour, on this site only, and is taken back by an empty one", () => {
    expect(reasonCookie("patrol", true)).toBe("gridwatch_reason=patrol; path=/; max-age=900; samesite=strict; secure");
    expect(reasonCookie("  ", false)).toContain("max-age=0");
  });
});
