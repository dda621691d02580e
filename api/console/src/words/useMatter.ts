// What a matter is called, by the city's own table; one that the table does not know is told by its key.
import { useMapSettings } from "../parts/map/settings";
import { usePick } from "./useWords";

export function useMatter(): (key: string) => string {
  const pick = usePick();
  const { data } = useMapSettings();
  return (key) => {
    const [zh, en] = data?.matters[key] ?? [key, key];
    return pick(zh, en);
  };
}

/** Every matter of the table, to choose from. */
export function useMatters(): { readonly value: string; readonly label: string }[] {
  const pick = usePick();
  const { data } = useMapSettings();
  return Object.entries(data?.matters ?? {}).map(([value, [zh, en]]) => ({ value, label: pick(zh, en) }));
}
