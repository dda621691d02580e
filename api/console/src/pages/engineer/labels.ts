// The events of one clip while they are drawn: lines of the truth file. Pure.
export type BoxRow = readonly [number, number, number, number]; // left, top, right, bottom, 0..1

export interface LabelEvent {
  readonly id: string;
  readonly matter: string;
  readonly cameras: readonly string[];
  readonly start: string; // ISO 8601 with a zone
  readonly end?: string;
  readonly box?: BoxRow;
  readonly count?: number;
  readonly [more: string]: unknown; // zone, place, tags: kept as they came
}

export const CLIP_START = Date.parse("2026-01-01T00:00:00Z"); // when a clip without a stated time begins
const SMALLEST = 0.004; // of a side: less is a click

/** The instant of a second of a clip. */
export const instantOf = (second: number): string => new Date(CLIP_START + Math.round(second * 1000)).toISOString();

/** The second of a clip that an instant is. */
export const secondOf = (at: string): number => (Date.parse(at) - CLIP_START) / 1000;

/** A name that no event has. */
export function freshId(events: readonly LabelEvent[]): string {
  for (let n = events.length + 1; ; n++) if (!events.some((one) => one.id === `e${n}`)) return `e${n}`;
}

/** One event changed; a value of undefined takes a field away. */
export function with_(events: readonly LabelEvent[], id: string, change: Readonly<Record<string, unknown>>): readonly LabelEvent[] {
  return events.map((one) => {
    if (one.id !== id) return one;
    const fields = Object.entries({ ...one, ...change }).filter(([, value]) => value !== undefined);
    return Object.fromEntries(fields) as unknown as LabelEvent;
  });
}

/** The box between two corners, in order and inside of the picture; null for what is no more than a click. */
export function boxOf(from: readonly [number, number], to: readonly [number, number]): BoxRow | null {
  const inside = (value: number) => Math.min(1, Math.max(0, value));
  const [x0, x1] = [inside(Math.min(from[0], to[0])), inside(Math.max(from[0], to[0]))];
  const [y0, y1] = [inside(Math.min(from[1], to[1])), inside(Math.max(from[1], to[1]))];
  return x1 - x0 < SMALLEST || y1 - y0 < SMALLEST ? null : [round(x0), round(y0), round(x1), round(y1)];
}

/** A box moved or sized by one step of the keyboard; it stays inside, and keeps a size. */
export function nudged(box: BoxRow, dx: number, dy: number, size: boolean): BoxRow {
  const [x0, y0, x1, y1] = box;
  if (size) return [x0, y0, round(Math.min(1, Math.max(x0 + 0.01, x1 + dx))), round(Math.min(1, Math.max(y0 + 0.01, y1 + dy)))];
  const [w, h] = [x1 - x0, y1 - y0];
  const left = Math.min(1 - w, Math.max(0, x0 + dx));
  const top = Math.min(1 - h, Math.max(0, y0 + dy));
  return [round(left), round(top), round(left + w), round(top + h)];
}

const round = (value: number): number => Math.round(value * 1e5) / 1e5;

/** Whether an event goes on at an instant. */
export function lasts(event: LabelEvent, at: number): boolean {
  return Date.parse(event.start) <= at && (event.end === undefined || at <= Date.parse(event.end));
}
