// What a page keeps in the address: its filters, its tab, what is chosen. Whoever gets the link sees the same.
import { useCallback } from "react";
import { useSearchParams } from "react-router";

/** The names of the address with their values; null or "" takes one away, of a list each value is one more. */
export type Change = Readonly<Record<string, string | readonly string[] | null>>;

/** The address with some names set anew; all others stay. Pure. */
export function changed(params: URLSearchParams, change: Change): URLSearchParams {
  const next = new URLSearchParams(params);
  for (const [name, values] of Object.entries(change)) {
    next.delete(name);
    for (const value of typeof values === "string" ? [values] : (values ?? [])) if (value !== "") next.append(name, value);
  }
  return next;
}

/** A change that takes names away. */
export const without = (names: readonly string[]): Change => Object.fromEntries(names.map((name) => [name, null]));

/**
 * What the address says, and how to change it. A change starts from the address as it stands by then, not from the page
 * as it was last drawn: of two that come sooner than the page is drawn anew, the second would undo the first.
 */
export function useAddress({ keep = false } = {}): readonly [URLSearchParams, (change: Change) => void] {
  const [params, setParams] = useSearchParams();
  const set = useCallback(
    (change: Change) => setParams(changed(new URLSearchParams(window.location.search), change), { replace: !keep }),
    [setParams, keep],
  );
  return [params, set];
}
