// Which pages are offered: those that whoever is logged in may open.
import { useMe } from "../api/me";
import { PAGES, type PageEntry } from "../pages";

export function usePages(): readonly PageEntry[] {
  const permissions: readonly string[] = useMe().data?.permissions ?? [];
  return PAGES.filter((page) => page.needs === undefined || permissions.includes(page.needs));
}
