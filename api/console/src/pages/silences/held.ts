// What silences and shelves hold back now, out of the inbox's list of what is held back.
import type { components } from "../../api/schema.gen";

type Whole = components["schemas"]["CardOut"];
export type Card = Pick<Whole, "id" | "by" | "ref" | "severity" | "title" | "title_en" | "since">;
export type Silence = components["schemas"]["SilenceOut"];
export type Matchers = components["schemas"]["MatchersOut"];

/** Cards by the silence that holds them back. */
export function bySilence(cards: readonly Card[]): ReadonlyMap<string, readonly Card[]> {
  const found = new Map<string, Card[]>();
  for (const card of cards) {
    if (card.by !== "silence" && card.by !== "weather") continue;
    const those = found.get(card.ref);
    if (those === undefined) found.set(card.ref, [card]);
    else those.push(card);
  }
  return found;
}

export interface Named {
  readonly key: string;
  readonly label: string;
  readonly label_en: string;
}

/** What is matched, a part for each question that is asked, in words. */
export function parts(of: Matchers, named: { matters: readonly Named[]; grids: readonly Named[]; language: "zh" | "en"; severity: Readonly<Record<string, string>>; owner?: (key: string) => string; camera?: (id: string) => string }): readonly string[] {
  const label = (list: readonly Named[], key: string) => {
    const one = list.find((each) => each.key === key);
    return one === undefined ? key : named.language === "zh" ? one.label : one.label_en || one.label;
  };
  const join = named.language === "zh" ? "、" : ", ";
  return [
    of.matters.map((key) => label(named.matters, key)).join(join),
    of.grid === "" ? "" : label(named.grids, of.grid),
    of.owners.map((one) => named.owner?.(one) ?? one).join(join),
    of.cameras.map((one) => named.camera?.(one) ?? one).join(join),
    of.severities.map((one) => named.severity[one] ?? one).join(join),
  ].filter((part) => part !== "");
}

/** Whether it asks anything at all: a silence of everything is none. */
export const isEmpty = (of: Matchers): boolean => of.matters.length + of.owners.length + of.cameras.length + of.severities.length === 0 && of.grid === "";
