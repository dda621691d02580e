// What the map asks the service for. States and counts are asked again when the live line says so.
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { ask, client } from "../../api/client";
import { useRefreshOn } from "../../api/LiveProvider";
import type { asked } from "./state";

type Query = ReturnType<typeof asked>;
const QUIET_MS = 2_000; // between two questions about what has changed, however much does

export { useGrid, useStreets, type GridFile } from "../../parts/map/ground";

export function useCameras() {
  useRefreshOn(["map"], ["map", "states"], QUIET_MS);
  useRefreshOn(["camera"], ["map", "states"], QUIET_MS);
  const list = useQuery({
    queryKey: ["map", "cameras"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/map/cameras", { signal })),
    staleTime: 60_000,
  });
  const states = useQuery({
    queryKey: ["map", "states"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/map/states", { signal })),
    enabled: list.isSuccess,
  });
  return { list, states };
}
export type Cameras = NonNullable<ReturnType<typeof useCameras>["list"]["data"]>;

export function useCounts(query: Query) {
  useRefreshOn(["incident"], ["map", "counts"], QUIET_MS);
  return useQuery({
    queryKey: ["map", "counts", query],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/map/counts", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}
export type Counts = NonNullable<ReturnType<typeof useCounts>["data"]>;

export function useIncidents(query: Query) {
  useRefreshOn(["incident"], ["map", "incidents"], QUIET_MS);
  return useQuery({
    queryKey: ["map", "incidents", query],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/map/incidents", { params: { query }, signal })),
    placeholderData: keepPreviousData,
  });
}
export type Incidents = NonNullable<ReturnType<typeof useIncidents>["data"]>;

export function useHeat(query: Query, unit: "hour" | "day", wanted: boolean) {
  useRefreshOn(["incident"], ["map", "heat"], 10 * QUIET_MS);
  return useQuery({
    queryKey: ["map", "heat", query, unit],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/map/heat", { params: { query: { ...query, unit } }, signal })),
    placeholderData: keepPreviousData,
    enabled: wanted,
  });
}
export type Heat = NonNullable<ReturnType<typeof useHeat>["data"]>;

export function useSearch(text: string) {
  return useQuery({
    queryKey: ["map", "search", text],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/search", { params: { query: { q: text } }, signal })),
    placeholderData: keepPreviousData,
    enabled: text.trim() !== "",
  });
}
export type Found = NonNullable<ReturnType<typeof useSearch>["data"]>["found"][number];
