// What there is to filter by: matters, units, cells of the grid, owners, with their names.
import { useQuery } from "@tanstack/react-query";
import { ask, client } from "../../api/client";
import { useOwner } from "../../words/useOwner";
import { usePick } from "../../words/useWords";

interface Choice {
  readonly value: string;
  readonly label: string;
}

export function useCaseWords(): { matters: Choice[]; units: Choice[]; grids: Choice[]; owners: Choice[] } {
  const pick = usePick();
  const ownerOf = useOwner();
  const { data } = useQuery({
    queryKey: ["cases", "words"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cases/words", { signal })),
    staleTime: 60_000,
  });
  const named = (of: readonly { key: string; label: string; label_en: string }[] | undefined) =>
    (of ?? []).map((one) => ({ value: one.key, label: pick(one.label, one.label_en) }));
  return {
    matters: named(data?.matters),
    units: named(data?.units),
    grids: named(data?.grids).map((one) => ({ ...one, label: `${one.label} ${one.value}` })),
    owners: (data?.owners ?? []).map((owner) => ({ value: owner, label: ownerOf(owner) })),
  };
}
