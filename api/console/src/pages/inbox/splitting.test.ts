import { describe, expect, it } from "vitest";
import { reportKey, splitOf } from "./splitting";
import type { Incident } from "./types";

const two = { views: [{ subject: "a" }, { subject: "b" }] } as unknown as Incident;

describe("a split", () => {
  it("wants a view that goes, one that stays, and a reason, in this order", () => {
    expect(splitOf(two, [], "why").wants).toBe("go");
    expect(splitOf(two, ["a", "b"], "why").wants).toBe("stay");
    expect(splitOf(two, ["a"], "  ").wants).toBe("why");
    expect(splitOf(two, ["a"], "two heaps")).toEqual({ stay: 1, go: 1, wants: "", ready: true });
  });
  it("does not count what the case has lost meanwhile", () => {
    expect(splitOf(two, ["gone"], "why")).toMatchObject({ go: 0, ready: false });
  });
  it("calls a report by its source and number, as the service does", () => {
    expect(reportKey({ source: "hotline", number: "118" } as Incident["reports"][number])).toBe("hotline:118");
  });
});
