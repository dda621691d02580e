import { expect, it } from "vitest";
import { dayOf, dayStart } from "./zoned";

it("takes a day of the district for the instants at which it begins and ends", () => {
  expect(dayStart("2026-11-02", "Asia/Shanghai")).toBe("2026-11-01T16:00:00Z");
  expect(dayStart("2026-11-30", "Asia/Shanghai", 1)).toBe("2026-11-30T16:00:00Z");
  expect(dayStart("2026-03-29", "Europe/Berlin", 1)).toBe("2026-03-29T22:00:00Z"); // its clock changed in between
  expect(dayOf("2026-11-02T15:59:00Z", "Asia/Shanghai")).toBe("2026-11-02");
  expect(dayOf("2026-11-02T16:00:00Z", "Asia/Shanghai", true)).toBe("2026-11-02");
  expect(dayOf("never", "UTC")).toBe("");
});
