// How many cameras are watched live, against the budget.
import { useQuery } from "@tanstack/react-query";
import { ask, client } from "../../api/client";

export function useWatched() {
  return useQuery({
    queryKey: ["watched"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/watched", { signal })),
    refetchInterval: 10_000,
  });
}
