// Whether new alarms are heard: each once, but of a flood only its beginning. Pure.
export const FLOOD = 10; // alarms ...
export const WITHIN_MS = 600_000; // ... in ten minutes; more than that are a flood

export interface Heard {
  readonly at: readonly number[]; // when each alarm of the last ten minutes came, ms since 1970
  readonly flood: boolean; // its one sound has been made
}

export const SILENCE: Heard = { at: [], flood: false };

/** Take in so many new alarms: whether they sound, and what is known then. A flood is over once ten minutes hold no more than its least. */
export function hear(before: Heard, count: number, now: number): { sounds: boolean; heard: Heard } {
  const kept = before.at.filter((at) => now - at < WITHIN_MS);
  const goesOn = before.flood && kept.length > FLOOD;
  const at = [...kept, ...Array<number>(Math.min(count, FLOOD + 1)).fill(now)].slice(-2 * FLOOD - 2);
  const flood = at.length > FLOOD;
  return { sounds: !goesOn, heard: { at, flood } };
}
