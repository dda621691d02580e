// Who sits here, and what may be done.
import { useQuery } from "@tanstack/react-query";
import { ask, client } from "./client";

/** The district: name, code, time zone, grid polygons. It does not change while a page is open. */
export function useDistrict() {
  return useQuery({
    queryKey: ["district"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/district", { signal })),
    staleTime: Infinity,
  });
}
