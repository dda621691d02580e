// Where a number of a figure leads: to the cases, the messages or the cameras that are behind it. Pure.
import type { components } from "../../api/schema.gen";
import type { Filters } from "../cases/query";

type Figure = components["schemas"]["FigureOut"];
type Group = components["schemas"]["GroupOut"];

export interface Way {
  readonly to: string;
  readonly list: "cases" | "deliveries" | "cameras";
}

const HOUR_MS = 3_600_000;
const LEDGER: Readonly<Record<string, string | undefined>> = { queued: "", accepted: "accepted", dead: "dead", held: "held", waiting: "pending" };

/** The way from one number; null where it counts nothing, or what no list can show (looks are counted, and not kept). */
export function wayOf(figure: Pick<Figure, "name" | "by">, group: Pick<Group, "key" | "values" | "cases">, column: string, filters: Filters, total = false): Way | null {
  const value = group.values[column] ?? null;
  const cases = group.cases[column];
  if (value === null || (value === 0 && column !== "share")) return null;
  if (cases !== undefined) return { to: `/cases?${cases}`, list: "cases" };
  if (figure.name === "deliveries" && (total || figure.by === "receiver")) {
    const state = LEDGER[column];
    if (state === undefined) return null;
    const asked = new URLSearchParams(total ? {} : { receiver: group.key });
    if (state !== "") asked.set("state", state);
    for (const [name, time, whole] of [["since", filters.from, Math.floor], ["until", filters.to, Math.ceil]] as const) {
      // messages are counted by whole hours
      if (typeof time === "string") asked.set(name, new Date(whole(Date.parse(time) / HOUR_MS) * HOUR_MS).toISOString());
    }
    return { to: `/deliveries?${asked.toString()}`, list: "deliveries" };
  }
  if (figure.name === "on_time" && figure.by === "owner" && !total && group.key !== "") return { to: `/cameras?${new URLSearchParams({ owner: group.key }).toString()}`, list: "cameras" };
  return null;
}
