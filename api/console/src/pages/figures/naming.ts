// What a group of a figure is called. Pure.
import type { components } from "../../api/schema.gen";

type Group = components["schemas"]["GroupOut"];

/** What a group is called. */
export function named(
  group: Group, by: string, pick: (zh: string, en: string) => string,
  w: { unknown: string; outside: string; noUnit: string }, severity: Readonly<Record<string, string>>, owner: (key: string) => string,
): string {
  if (group.key === "") return by === "unit" ? w.noUnit : ["street", "community", "grid"].includes(by) ? w.outside : w.unknown;
  if (by === "severity") return severity[group.key] ?? group.key;
  if (by === "owner") return owner(group.key);
  if (by === "hour") return `${group.key}:00`;
  return pick(group.label, group.label_en);
}
