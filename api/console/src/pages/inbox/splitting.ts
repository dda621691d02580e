// What a split would come to. Pure.
import type { Incident } from "./types";

export interface Split {
  readonly stay: number; // views
  readonly go: number;
  readonly wants: "" | "go" | "stay" | "why"; // what is still wanting: a view that goes, one that stays, the reason
  readonly ready: boolean;
}

export function splitOf(incident: Pick<Incident, "views">, going: readonly string[], why: string): Split {
  const go = incident.views.filter((one) => going.includes(one.subject)).length;
  const stay = incident.views.length - go;
  const wants = go === 0 ? "go" : stay === 0 ? "stay" : why.trim() === "" ? "why" : "";
  return { stay, go, wants, ready: wants === "" };
}

/** What a report is called in a split. */
export const reportKey = (one: Incident["reports"][number]): string => `${one.source}:${one.number}`;
