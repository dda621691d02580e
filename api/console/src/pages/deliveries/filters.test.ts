import { expect, test } from "vitest";
import { filtersOf, isNamed, legible, queryOf } from "./filters";

const of = (text: string) => filtersOf(new URLSearchParams(text));

test("what is in the address is what is asked for", () => {
  const filters = of("state=dead&state=held&receiver=city&since=2026-11-02T08:00:00%2B08:00&text=%E6%B8%A3%E5%9C%9F");
  expect(queryOf(filters)).toEqual({ state: ["dead", "held"], receiver: "city", since: "2026-11-02T08:00:00+08:00", text: "渣土" });
});

test("what is no state or no time with a zone is not asked for", () => {
  expect(queryOf(of("state=lost&since=2026-11-02T08:00:00&until=soon"))).toEqual({});
});

test("a replay says whose or from when", () => {
  expect(isNamed(of("state=dead&text=x"))).toBe(false);
  expect(isNamed(of("receiver=city"))).toBe(true);
  expect(isNamed(of("since=2026-11-02T08:00:00Z"))).toBe(true);
});

test("a body is legible, and a picture within it does not fill the page", () => {
  expect(legible('{"a":1}')).toBe('{\n  "a": 1\n}');
  expect(legible("a=1&b=2")).toBe("a=1&b=2");
  expect(legible(JSON.stringify({ picture: "A".repeat(9000) })).length).toBeLessThan(300);
});
