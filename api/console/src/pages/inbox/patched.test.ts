import { expect, it } from "vitest";
import { patched, type Change } from "./patched";
import type { Card, Inbox, Row } from "./types";

const row = (id: string, group = "", points = 1) => ({ group, head: { id, points } }) as Row;
const inbox = (rows: Row[], cards: Card[] = []) => ({ waiting: 1, rows, cards }) as unknown as Inbox;
const change = (rows: (Row | string)[], cards: (Card | string)[] = []) => ({ waiting: 2, rows, cards }) as unknown as Change;

it("takes what has not changed from what was told before, the very same object", () => {
  const [a, b, c] = [row("a"), row("b"), row("c", "street/waste")];
  const card = { id: "x" } as Card;
  const now = patched(inbox([a, b, c], [card]), change(["street/waste", row("a", "", 2), "b"], ["x"]));
  expect(now?.rows.map((one) => one.head.id)).toEqual(["c", "a", "b"]);
  expect([now?.rows[0], now?.rows[2], now?.cards[0]]).toEqual([c, b, card]);
  expect(now?.rows[2]).toBe(b);
  expect(now?.rows[1]?.head.points).toBe(2);
  expect(now?.waiting).toBe(2);
});

it("says so when it was not told before what has not changed", () => {
  expect(patched(inbox([row("a")]), change(["b"]))).toBeUndefined();
  expect(patched(undefined, change(["a"]))).toBeUndefined();
  expect(patched(undefined, change([row("a")]))?.rows).toHaveLength(1);
});
