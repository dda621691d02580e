// Who sits here, and what may be done.
import { useQuery } from "@tanstack/react-query";
import { useCallback } from "react";
import { ask, client } from "./client";
import { isProblem } from "./problem";
import type { components } from "./schema.gen";

export type Me = components["schemas"]["MeOut"];
export type Role = Me["role"];

/** The district: name, code, time zone, grid polygons. It does not change while a page is open. */
export function useDistrict() {
  return useQuery({
    queryKey: ["district"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/district", { signal })),
    staleTime: Infinity,
  });
}

const AGAIN_MS = 5000; // at most, while the service is away

/** Who the caller is, his role and his permissions. */
export function useMe() {
  return useQuery({
    queryKey: ["me"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/me", { signal })),
    staleTime: 60_000,
    retry: (_, error) => isProblem(error, 0) || isProblem(error, 503), // until it is back: without it there is no page
    retryDelay: (tries) => Math.min(1000 * 2 ** tries, AGAIN_MS),
  });
}

/** Whether the caller may do something (core/people/roles.py); false until it is known. */
export function useMay(): (act: string) => boolean {
  const permissions: readonly string[] | undefined = useMe().data?.permissions;
  return useCallback((act) => permissions?.includes(act) ?? false, [permissions]);
}
