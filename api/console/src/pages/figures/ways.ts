// Where a number of a figure leads: to the cases, the messages or the cameras that are behind it. Pure.
import type { components } from "../../api/schema.gen";
import type { Filters } from "../cases/query";

type Figure = components["schemas"]["FigureOut"];
type Group = components["schemas"]["GroupOut"];

export interface Way {
  readonly to: string;
  readonly list: "cases" | "deliveries" | "cameras";
}

const LEDGER: Readonly<Record<string, string | undefined>> = { queued: "", accepted: "accepted", dead: "dead", held: "held", waiting: "pending" };

/** The way from one number; null where it counts nothing, or what no list can show (looks are counted, and not kept). */
export function wayOf(figure: Pick<Figure, "name" | "by">, group: Pick<Group, "key" | "values" | "cases">, column: string, filters: Filters, total = false): Way | null {
  const value = group.values[column] ?? 0;
  const cases = group.cases[column];
  if (value === 0 && column !== "share") return null;
  if (cases !== undefined) return { to: `/cases?${cases}`, list: "cases" };
  if (figure.name === "deliveries" && (total || figure.by === "receiver")) {
    const state = LEDGER[column];
    if (state === undefined) return null;
    const asked = new URLSearchParams(total ? {} : { receiver: group.key });
    if (state !== "") asked.set("state", state);
    for (const [name, time] of [["since", filters.from], ["until", filters.to]] as const) if (typeof time === "string") asked.set(name, time);
    return { to: `/deliveries?${asked.toString()}`, list: "deliveries" };
  }
  if (figure.name === "on_time" && figure.by === "owner" && !total && group.key !== "") return { to: `/cameras?${new URLSearchParams({ owner: group.key }).toString()}`, list: "cameras" };
  return null;
}
