// What keeps a caller out of a page. Pure.
import type { Me } from "../api/me";
import type { PageEntry } from "../pages";

export type Door = Pick<PageEntry, "needs" | "whole">;

/** His role, a scope that is a part of the district, or nothing. */
export function barredBy({ needs, whole }: Door, me: Pick<Me, "permissions" | "scope"> | undefined): "role" | "scope" | null {
  const permissions: readonly string[] = me?.permissions ?? [];
  if (needs !== undefined && !permissions.includes(needs)) return "role";
  const part = me !== undefined && me.scope.grids.length + me.scope.owners.length > 0;
  return whole === true && part ? "scope" : null;
}
