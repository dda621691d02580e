import { expect, test } from "vitest";
import { bySilence, isEmpty, parts, type Card, type Matchers } from "./held";

const card = (id: string, by: string, ref: string) => ({ id, by, ref }) as Card;
const matchers = (given: Partial<Matchers>): Matchers => ({ matters: [], grid: "", owners: [], cameras: [], severities: [], ...given });

test("what a silence holds back is told with it; outages and shelves hold back their own", () => {
  const found = bySilence([card("a", "silence", "s1"), card("b", "weather", "s2"), card("c", "silence", "s1"), card("d", "outage", "s1"), card("e", "shelf", "")]);
  expect([...found].map(([ref, cards]) => [ref, cards.map((one) => one.id)])).toEqual([["s1", ["a", "c"]], ["s2", ["b"]]]);
});

test("what is matched is told in words; a key nobody has named as it is", () => {
  const named = {
    matters: [{ key: "waste", label: "垃圾", label_en: "Waste" }],
    grids: [{ key: "330109", label: "示范区", label_en: "" }],
    severity: { minor: "轻微" },
  };
  const of = matchers({ matters: ["waste", "fire"], grid: "330109", owners: ["police"], severities: ["minor"] });
  expect(parts(of, { ...named, language: "zh" })).toEqual(["垃圾、fire", "示范区", "police", "轻微"]);
  expect(parts(of, { ...named, language: "en" })).toEqual(["Waste, fire", "示范区", "police", "轻微"]);
});

test("cameras are told as people call them", () => {
  const camera = (id: string) => (id === "cam-5" ? "文化路口" : id);
  expect(parts(matchers({ cameras: ["cam-5", "cam-6"] }), { matters: [], grids: [], severity: {}, camera, language: "zh" })).toEqual(["文化路口、cam-6"]);
});

test("a silence of nothing in particular is one of everything", () => {
  expect(isEmpty(matchers({}))).toBe(true);
  expect(isEmpty(matchers({ grid: "33" }))).toBe(false);
});
