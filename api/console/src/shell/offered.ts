// Which pages are offered: those that whoever is logged in may open.
import { useMe } from "../api/me";
import { PAGES, type PageEntry } from "../pages";
import { barredBy, type Door } from "./barred";

export function useBarred(door: Door): "role" | "scope" | null {
  return barredBy(door, useMe().data);
}

export function usePages(): readonly PageEntry[] {
  const me = useMe().data;
  return PAGES.filter((page) => barredBy(page, me) === null);
}

/** Whether a link to a page leads anywhere. */
export function useOffered(path: string): boolean {
  return usePages().some((page) => page.path === path);
}
