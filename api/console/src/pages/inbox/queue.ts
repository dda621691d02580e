// The queue as an operator sees it: nothing moves under the cursor. Pure.
import type { Card, Row } from "./types";

export interface Line {
  readonly key: string; // incident id, or "group:..."
  readonly card: Card; // of a group its head
  readonly ids: readonly string[]; // every incident that the line stands for
  readonly count: number;
  readonly group: string; // "" for a line of its own
  readonly severity: string; // the highest of all
  readonly why: readonly [string, string]; // why it is one line: Chinese, English
  readonly child: boolean; // of a group that is unfolded
  readonly gone: boolean; // it is in the inbox no more; it stays where it was until the queue is sorted anew
}

// A row that the next answer leaves as it was is the same object, and so is its line: it is not drawn anew.
const ofRow = new WeakMap<Row, Line>();
const ofCard = new WeakMap<Card, Line>();
const ofChild = new WeakMap<Card, Line>();

function kept<T extends object>(known: WeakMap<T, Line>, of: T, make: () => Line): Line {
  const line = known.get(of) ?? make();
  known.set(of, line);
  return line;
}

/** The lines of what the service answered; the incidents of an unfolded group follow their head. */
export function linesOf(rows: readonly Row[], unfolded: string, cards: readonly Card[]): Line[] {
  const lines: Line[] = [];
  for (const row of rows) {
    lines.push(
      kept(ofRow, row, () => ({
        key: row.group === "" ? row.head.id : `group:${row.group}`,
        card: row.head, ids: row.ids, count: row.count, group: row.group, severity: row.severity,
        why: [row.why, row.why_en], child: false, gone: false,
      })),
    );
    if (row.group !== "" && row.group === unfolded) lines.push(...cards.map((card) => lineOf(card, true)));
  }
  return lines;
}

export function lineOf(card: Card, child = false): Line {
  return kept(child ? ofChild : ofCard, card, () => ({
    key: card.id, card, ids: [card.id], count: 1, group: "", severity: card.severity,
    why: [card.why, card.why_en], child, gone: false,
  }));
}

export interface Held {
  readonly shown: readonly Line[]; // in the order that the operator knows
  readonly fresh: readonly Line[]; // new since then, announced and not yet put in
}

/** Keep the order that is known: what changed is shown as it is now, what has gone says so, what is new waits. */
export function held(known: readonly Line[], now: readonly Line[]): Held {
  const current = new Map(now.map((line) => [line.key, line]));
  const before = new Set(known.map((line) => line.key));
  const inGroups = new Set(now.filter((line) => line.group !== "").flatMap((line) => line.ids));
  return {
    shown: known.map((line) => current.get(line.key) ?? { ...line, gone: !inGroups.has(line.key) }),
    fresh: now.filter((line) => !before.has(line.key) && !line.child),
  };
}

export const sameOrder = (a: readonly Line[], b: readonly Line[]): boolean =>
  a.length === b.length && a.every((line, i) => line.key === b[i]?.key);

/** Whether somebody may still be asked about it: it is there, nobody has decided, nobody else has it. */
export function open(line: Line, me: string): boolean {
  const { pending, claim } = line.card;
  return !line.gone && pending.length === 0 && (claim === null || claim.who === me);
}

/** The next line after (or before) a key that is still open; from the end it goes on at the top. */
export function nextOpen(lines: readonly Line[], key: string | null, me: string): Line | undefined {
  const at = lines.findIndex((line) => line.key === key);
  const turned = [...lines.slice(at + 1), ...lines.slice(0, Math.max(0, at))];
  return turned.find((line) => open(line, me));
}

/** The neighbour of a key, however it stands. */
export function neighbour(lines: readonly Line[], key: string | null, step: 1 | -1): Line | undefined {
  const at = lines.findIndex((line) => line.key === key);
  if (at < 0) return step === 1 ? lines[0] : lines.at(-1);
  return lines[at + step];
}

/** Whether a line holds what was typed: headline, place, owner, number. */
export function matches(line: Line, wanted: string): boolean {
  const text = wanted.trim().toLowerCase();
  if (text === "") return true;
  const { title, title_en, owner, id, grid, place, cameras, matter_name, matter_name_en } = line.card;
  const all = [title, title_en, owner, id, grid, matter_name, matter_name_en, ...place.cells, ...cameras];
  return text.split(/\s+/).every((word) => all.some((part) => part.toLowerCase().includes(word)));
}

const LEVEL: Readonly<Record<string, number>> = { minor: 0, moderate: 1, severe: 2, extreme: 3 };
export const levelOf = (severity: string): number => LEVEL[severity] ?? 0;

/** What is known of a queue already, and when (ms since 1970) the service told it. */
export interface Known {
  readonly ids: ReadonlySet<string>;
  readonly at: number;
}

const LATE_MS = 60_000; // a look may have been taken so long before the service told what was in it

/**
 * The incidents of lines that were not there before, and how grave the gravest is. A line that was only too far down
 * to be loaded, and comes up when others are done or more are asked for, is no alarm: it has waited since before.
 */
export function alarms(before: Known | null, now: readonly Line[]): { ids: string[]; level: number; line: Line | undefined } {
  if (before === null) return { ids: [], level: -1, line: undefined };
  const unknown = (id: string) => !before.ids.has(id);
  const late = (line: Line) => line.group === "" && Date.parse(line.card.since) < before.at - LATE_MS; // of a group the head tells nothing
  const fresh = now.filter((line) => line.card.waits && line.ids.some(unknown) && !late(line));
  const ids = fresh.flatMap((line) => line.ids.filter(unknown));
  const line = [...fresh].sort((a, b) => levelOf(b.severity) - levelOf(a.severity))[0];
  return { ids, level: line === undefined ? -1 : levelOf(line.severity), line };
}

/** What is marked after a line was: again takes it off; with `range` all from the first marked line to it. */
export function markedAfter(lines: readonly Line[], before: ReadonlySet<string>, key: string, range: boolean): Set<string> {
  const is = (line: Line) => line.ids.every((id) => before.has(id));
  const at = lines.findIndex((line) => line.key === key);
  const first = range ? lines.findIndex(is) : at;
  const from = first < 0 ? at : first;
  const some = lines.slice(Math.min(at, from), Math.max(at, from) + 1).filter((line) => !line.gone);
  const after = new Set(before);
  const off = !range && some.every(is);
  for (const line of some) for (const id of line.ids) if (off) after.delete(id); else after.add(id);
  return after;
}
