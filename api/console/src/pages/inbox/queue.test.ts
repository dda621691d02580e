import { expect, test } from "vitest";
import { alarms, held, lineOf, linesOf, markedAfter, matches, neighbour, nextOpen } from "./queue";
import type { Card, Row } from "./types";

function card(id: string, changes: Partial<Card> = {}): Card {
  const made = {
    id, title: `${id} 积存垃圾渣土`, title_en: `${id} waste`, severity: "minor", waits: true, owner: "police", grid: "990101001",
    cameras: ["cam-1"], matter_name: "积存垃圾渣土", matter_name_en: "Waste", claim: null, pending: [], why: "", why_en: "",
    place: { lon: 0, lat: 0, radius_m: 1, cells: ["河畔街道"] },
  };
  return { ...made, ...changes } as unknown as Card;
}
const row = (id: string, changes: Partial<Row> = {}): Row =>
  ({ head: card(id), ids: [id], count: 1, group: "", severity: "minor", why: "", why_en: "", ...changes });
const lines = (...ids: string[]) => ids.map((id) => lineOf(card(id)));
const keys = (of: readonly { key: string }[]) => of.map((line) => line.key);

test("what is new waits, what has gone stays where it was: nothing moves under the cursor", () => {
  const { shown, fresh } = held(lines("a", "b", "c"), lines("new", "c", "a"));
  expect(keys(shown)).toEqual(["a", "b", "c"]);
  expect(shown.map((line) => line.gone)).toEqual([false, true, false]);
  expect(keys(fresh)).toEqual(["new"]);
});

test("what has gone into a group of a flood is not called gone", () => {
  const now = linesOf([row("g", { group: "s/waste", ids: ["g", "a"], count: 2 })], "", []);
  expect(held(lines("a"), now).shown[0]?.gone).toBe(false);
});

test("a group that is unfolded is followed by its incidents", () => {
  const rows = [row("g", { group: "s/waste", ids: ["g", "h"], count: 2 }), row("z")];
  expect(keys(linesOf(rows, "s/waste", [card("g"), card("h")]))).toEqual(["group:s/waste", "g", "h", "z"]);
  expect(keys(linesOf(rows, "", []))).toEqual(["group:s/waste", "z"]);
});

test("the next one is open: not decided, not somebody else's; from the end it goes on at the top", () => {
  const claim = { incident_id: "c", who: "wang", at: "", until: "" };
  const shown = [...lines("a", "b"), lineOf(card("c", { claim })), ...lines("d")];
  expect(nextOpen(shown, "b", "li")?.key).toBe("d");
  expect(nextOpen(shown, "d", "li")?.key).toBe("a");
  expect(nextOpen(shown, "b", "wang")?.key).toBe("c");
  expect(neighbour(shown, null, 1)?.key).toBe("a");
  expect(neighbour(shown, "d", 1)).toBeUndefined();
});

test("words typed are looked for in headline, place, owner and number", () => {
  const line = lineOf(card("inc_7"));
  expect(matches(line, "河畔 渣土")).toBe(true);
  expect(matches(line, "INC_7 police")).toBe(true);
  expect(matches(line, "school")).toBe(false);
});

const known = (...ids: string[]) => ({ ids: new Set(ids), at: Date.parse("2026-11-02T08:00:00Z") });

test("an alarm is what was not there before; the gravest says how loud", () => {
  const since = "2026-11-02T08:00:05Z";
  const now = [lineOf(card("a", { since })), lineOf(card("b", { severity: "severe", since })), lineOf(card("c", { waits: false, since }))];
  expect(alarms(null, now).ids).toEqual([]);
  expect(alarms(known("a"), now)).toMatchObject({ ids: ["b"], level: 2 });
  expect(alarms(known("a", "b", "c"), now).level).toBe(-1);
});

test("what has waited for long and only comes up into view is no alarm; a new one of a group is", () => {
  const old = card("b", { since: "2026-11-02T07:00:00Z" });
  expect(alarms(known("a"), [lineOf(old)]).ids).toEqual([]);
  const group = linesOf([row("b", { head: old, ids: ["b", "c"], count: 2, group: "street" })], "", []);
  expect(alarms(known("a", "b"), group).ids).toEqual(["c"]);
});

test("a line is marked and taken off again; with shift all from the first marked to it; what has gone is not", () => {
  const shown = [...lines("a", "b"), { ...lineOf(card("c")), gone: true }, ...lines("d")];
  const one = markedAfter(shown, new Set(), "a", false);
  expect([...one]).toEqual(["a"]);
  expect([...markedAfter(shown, one, "d", true)]).toEqual(["a", "b", "d"]);
  expect([...markedAfter(shown, one, "a", false)]).toEqual([]);
});

test("a row that an answer leaves as it was keeps its line, so that it is not drawn anew", () => {
  const same = row("a");
  const [before] = linesOf([same, row("b")], "", []);
  const [after, other] = linesOf([same, row("b")], "", []);
  expect(after).toBe(before);
  expect(other).not.toBe(after);
  const one = card("c");
  expect(lineOf(one)).toBe(lineOf(one));
  expect(lineOf(one, true).child).toBe(true);
});
