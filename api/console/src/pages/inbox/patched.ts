// The inbox as it is told over the live line after the first time: only what is new. Pure.
import type { Card, Inbox, Row } from "./types";

/** A key stands for a line that is as it was: of a row its group, else its head's id; of a card its id. */
export interface Change extends Omit<Inbox, "rows" | "cards"> {
  readonly rows: readonly (Row | string)[];
  readonly cards: readonly (Card | string)[];
}

/** The inbox after a change; undefined where it was not told before what has not changed. */
export function patched(before: Inbox | undefined, change: Change): Inbox | undefined {
  const rows = filled(change.rows, before?.rows ?? [], (row) => (row.group === "" ? row.head.id : row.group));
  const cards = filled(change.cards, before?.cards ?? [], (card) => card.id);
  return rows === undefined || cards === undefined ? undefined : { ...change, rows, cards };
}

function filled<T extends object>(now: readonly (T | string)[], before: readonly T[], keyOf: (of: T) => string): T[] | undefined {
  const known = new Map(before.map((one) => [keyOf(one), one]));
  const found = now.map((one) => (typeof one === "string" ? known.get(one) : one));
  return found.every((one) => one !== undefined) ? found : undefined;
}
