import { expect, it } from "vitest";
import { filtersOf } from "./query";

it("takes from the address what the API knows", () => {
  const params = new URLSearchParams("matter=a&matter=b&hour=8&late=true&exact_grid=&q=&page=7&from=2026-11-01T00:00:00Z");
  expect(filtersOf(params)).toEqual({ matter: ["a", "b"], hour: [8], late: true, exact_grid: "", from: "2026-11-01T00:00:00Z" });
});
