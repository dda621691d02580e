// What can be done with a case, each with its one key. Pure.
import type { CaseView, Kind, Pending } from "./types";

/** The keys of the acts, in the order of the buttons. */
export const KEYS: Readonly<Record<Kind, string>> = {
  acknowledge: "a", confirm: "c", reject: "r", assign: "u", shelve: "s", merge: "m", look_again: "l",
  send_again: "p", close: "d", unshelve: "w", split: "i",
};
/** Acts that need a word more before they are said. */
export const ASKS: ReadonlySet<Kind> = new Set<Kind>(["reject", "assign", "shelve", "merge", "split", "close"]);
/** Acts that are said of one case only. */
const ALONE: ReadonlySet<Kind> = new Set<Kind>(["merge", "split", "unshelve", "send_again"]);
/** Acts after which the operator is through with the case and goes on to the next. */
export const LEAVES: ReadonlySet<Kind> = new Set<Kind>(["acknowledge", "confirm", "reject", "shelve", "merge", "close", "send_again"]);

/** Whether there is something to do it with: a shelf to take it from, more views than one to split. */
const fits = (act: Kind, view: Pick<CaseView, "shelf" | "incident">): boolean =>
  act === "unshelve" ? view.shelf !== null : act === "split" ? view.incident.views.length > 1 : true;

/** What may be done now: with all that are marked, else with the open case; undefined: none is open, or somebody has it. */
export function possible(may: (act: string) => boolean, marked: number, view: CaseView | undefined): ReadonlySet<Kind> {
  return new Set((Object.keys(KEYS) as Kind[]).filter((act) => {
    const allowed = act === "merge" || act === "split" ? may("join") : act === "look_again" ? may("look") : may("confirm");
    if (!allowed) return false;
    if (marked > 0) return !ALONE.has(act);
    return view !== undefined && view.possible.includes(act) && fits(act, view);
  }));
}

export interface Batch {
  readonly act: Kind;
  readonly acts: readonly Pending[]; // said together
  readonly due: number; // ms since 1970, by the service's clock
}

/** What one person has said and can still take back, the newest first; acts said together are one. */
export function batches(pending: readonly Pending[], me: string): Batch[] {
  const found = new Map<string, Pending[]>();
  for (const act of pending) {
    if (act.who !== me || act.refused_at !== null) continue;
    const key = `${act.at} ${act.act}`;
    found.set(key, [...(found.get(key) ?? []), act]);
  }
  return [...found.values()]
    .flatMap((acts) => {
      const first = acts[0];
      return first === undefined ? [] : [{ act: first.act, acts, due: Date.parse(first.due_at), at: Date.parse(first.at) }];
    })
    .sort((a, b) => b.at - a.at);
}

/** Hours for which a case is put aside, by digit; 0 stands for "until eight tomorrow". */
export const SHELVES: readonly number[] = [1, 2, 4, 8, 24, 0];

/** When a shelf ends. `offsetMin`: minutes by which the district's clock is ahead of UTC. */
export function shelfEnd(hours: number, now: number, offsetMin: number): Date {
  if (hours > 0) return new Date(now + hours * 3_600_000);
  const local = new Date(now + offsetMin * 60_000);
  const eight = Date.UTC(local.getUTCFullYear(), local.getUTCMonth(), local.getUTCDate() + (local.getUTCHours() < 6 ? 0 : 1), 8);
  return new Date(eight - offsetMin * 60_000);
}

/** Minutes by which a zone is ahead of UTC at an instant. */
export function offsetOf(zone: string, at: number): number {
  const told = new Intl.DateTimeFormat("en-US", { timeZone: zone, timeZoneName: "longOffset" }).formatToParts(at);
  const found = /GMT([+-])(\d\d):(\d\d)/.exec(told.find((part) => part.type === "timeZoneName")?.value ?? "");
  if (found === null) return 0;
  const minutes = Number(found[2]) * 60 + Number(found[3]);
  return found[1] === "-" ? -minutes : minutes;
}
