// What lies under every map of the console. Light: no map is loaded by it.
import { useQuery } from "@tanstack/react-query";
import { ask, client } from "../../api/client";

export function useMapSettings() {
  return useQuery({
    queryKey: ["map", "settings"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/map/settings", { signal })),
    staleTime: Infinity,
  });
}

export type MapSettings = NonNullable<ReturnType<typeof useMapSettings>["data"]>;

/** Degrees as people read them, always with the datum: 120.250000 E 30.450000 N (WGS-84). */
export function toldPlace(lon: number, lat: number): string {
  const east = `${Math.abs(lon).toFixed(6)}° ${lon < 0 ? "W" : "E"}`;
  const north = `${Math.abs(lat).toFixed(6)}° ${lat < 0 ? "S" : "N"}`;
  return `${north}, ${east} (WGS-84)`;
}
