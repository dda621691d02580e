// The ledger's filters as they stand in the address, and as the service takes them.
import dayjs from "dayjs";

export const STATES = ["pending", "accepted", "dead", "held"] as const;
export type State = (typeof STATES)[number];

export interface Filters {
  readonly states: readonly State[]; // none: all
  readonly receiver: string;
  readonly incident: string;
  readonly case_number: string;
  readonly text: string;
  readonly since: string; // ISO time with zone, or ""
  readonly until: string;
}

const WORDS = ["receiver", "incident", "case_number", "text"] as const;
export const NAMES: readonly string[] = ["state", "since", "until", ...WORDS]; // as they stand in the address

const isTime = (text: string): boolean => /(Z|[+-]\d\d:\d\d)$/.test(text) && dayjs(text).isValid();

export function filtersOf(asked: URLSearchParams): Filters {
  const time = (name: string) => {
    const text = asked.get(name) ?? "";
    return isTime(text) ? text : "";
  };
  const word = (name: string) => asked.get(name)?.trim().slice(0, 200) ?? "";
  return {
    states: STATES.filter((state) => asked.getAll("state").includes(state)),
    receiver: word("receiver"),
    incident: word("incident"),
    case_number: word("case_number"),
    text: word("text"),
    since: time("since"),
    until: time("until"),
  };
}

/** As the query of GET /api/v1/ledger. */
export function queryOf(filters: Filters): { state?: State[]; [name: string]: string | State[] | undefined } {
  const query: { state?: State[]; [name: string]: string | State[] | undefined } = {};
  if (filters.states.length > 0) query.state = [...filters.states];
  for (const name of [...WORDS, "since", "until"] as const) if (filters[name] !== "") query[name] = filters[name];
  return query;
}

/** Whether a replay by these filters says whose or from when: one of everything is nobody's wish. */
export const isNamed = (filters: Filters): boolean => filters.receiver !== "" || filters.since !== "";

/** A body as it can be read: JSON with indents, anything else as it is. */
export function legible(body: string): string {
  try {
    return JSON.stringify(JSON.parse(body), (_, value: unknown) => (typeof value === "string" && value.length > 4000 ? `${value.slice(0, 200)}… (${value.length})` : value), 2);
  } catch {
    return body.length > 200_000 ? `${body.slice(0, 200_000)}…` : body;
  }
}
