// The filters of cases as they stand in the address: the same names that the API takes. Pure.

const MANY = ["matter", "severity", "status", "stage", "grid", "unit", "owner", "camera", "verdict", "held", "reached", "hour", "shown_hour", "source"] as const;
const ONE = ["from", "to", "exact_grid", "q", "shown_from", "shown_to"] as const;
const FLAGS = ["overdue", "late", "no_unit", "merged"] as const;
export const NAMES: readonly string[] = [...MANY, ...ONE, ...FLAGS];
export type Filters = Readonly<Record<string, string | boolean | readonly string[] | readonly number[]>>;

/** What the API is asked with; what it does not know is left out. */
export function filtersOf(params: URLSearchParams): Filters {
  const found: Record<string, string | boolean | readonly string[] | readonly number[]> = {};
  for (const name of MANY) {
    const values = params.getAll(name);
    if (values.length > 0) found[name] = name.endsWith("hour") ? values.map(Number) : values;
  }
  for (const name of ONE) {
    const value = params.get(name);
    if (value !== null && (value !== "" || name === "exact_grid")) found[name] = value;
  }
  for (const name of FLAGS) {
    const value = params.get(name);
    if (value !== null) found[name] = value === "true";
  }
  return found;
}
