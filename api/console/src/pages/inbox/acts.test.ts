import { expect, test } from "vitest";
import { ASKS, batches, KEYS, offsetOf, possible, shelfEnd } from "./acts";
import type { CaseView, Pending } from "./types";

const pending = (id: string, changes: Partial<Pending> = {}): Pending =>
  ({ id, incident_id: id, act: "confirm", who: "li", at: "2026-11-02T00:00:00Z", due_at: "2026-11-02T00:00:10Z", refused_at: null, ...changes }) as Pending;

test("no key stands for two acts, and none for what the page needs itself", () => {
  const keys = Object.values(KEYS);
  expect(new Set(keys).size).toBe(keys.length);
  for (const taken of ["j", "k", "x", "z", "n", "h", "o", "b", "t", "/", "?"]) expect(keys).not.toContain(taken);
  for (const act of ASKS) expect(KEYS[act]).toBeDefined();
});

test("what may be done is what the role, the case and the number of marked cases allow", () => {
  const all = ["acknowledge", "confirm", "merge", "split", "look_again", "unshelve"];
  const view = { possible: all, shelf: null, incident: { views: [{}, {}] } } as unknown as CaseView;
  const may = (...acts: string[]) => (act: string) => acts.includes(act);
  expect([...possible(may("confirm", "join"), 0, view)].sort()).toEqual(["acknowledge", "confirm", "merge", "split"]);
  expect([...possible(may("look"), 0, view)]).toEqual(["look_again"]);
  expect(possible(may("confirm"), 0, { ...view, shelf: {} } as unknown as CaseView).has("unshelve")).toBe(true);
  expect(possible(may("join"), 0, { ...view, incident: { views: [{}] } } as unknown as CaseView).has("split")).toBe(false);
  expect(possible(may("confirm", "join"), 0, undefined).size).toBe(0); // none is open, or somebody has it
  const marked = possible(may("confirm", "join"), 3, undefined);
  expect([marked.has("confirm"), marked.has("shelve"), marked.has("merge"), marked.has("split")]).toEqual([true, true, false, false]);
});

test("acts said together are taken back together, the newest first; those of others are theirs", () => {
  const found = batches(
    [pending("a"), pending("b"), pending("c", { at: "2026-11-02T00:00:03Z" }), pending("d", { who: "wang" }), pending("e", { refused_at: "x" })],
    "li",
  );
  expect(found.map((batch) => batch.acts.map((act) => act.id))).toEqual([["c"], ["a", "b"]]);
  expect(found[0]?.due).toBe(Date.parse("2026-11-02T00:00:10Z"));
});

test("eight tomorrow is eight by the district's clock, and before six it is eight today", () => {
  const at = (text: string) => Date.parse(text);
  expect(offsetOf("Asia/Shanghai", 0)).toBe(480);
  expect(shelfEnd(0, at("2026-11-02T10:00:00+08:00"), 480).toISOString()).toBe("2026-11-03T00:00:00.000Z");
  expect(shelfEnd(0, at("2026-11-02T05:00:00+08:00"), 480).toISOString()).toBe("2026-11-02T00:00:00.000Z");
  expect(shelfEnd(2, at("2026-11-02T10:00:00Z"), 480).toISOString()).toBe("2026-11-02T12:00:00.000Z");
});
