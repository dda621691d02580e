import { expect, it } from "vitest";
import { changed, filtersOf } from "./query";

it("takes from the address what the API knows", () => {
  const params = new URLSearchParams("matter=a&matter=b&hour=8&late=true&exact_grid=&q=&page=7&from=2026-11-01T00:00:00Z");
  expect(filtersOf(params)).toEqual({ matter: ["a", "b"], hour: [8], late: true, exact_grid: "", from: "2026-11-01T00:00:00Z" });
});

it("sets one filter and leaves the others", () => {
  const params = new URLSearchParams("matter=a&owner=p");
  expect(changed(params, "matter", ["x", "y"]).toString()).toBe("owner=p&matter=x&matter=y");
  expect(changed(params, "owner", []).toString()).toBe("matter=a");
});
