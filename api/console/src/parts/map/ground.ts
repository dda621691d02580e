// What is drawn below everything: the district's own grids and streets. Light: no map is loaded by it.
import { useQuery } from "@tanstack/react-query";
import { ask, client } from "../../api/client";

export interface GridFile {
  readonly type: "FeatureCollection";
  readonly features: readonly {
    readonly properties: { readonly code: string; readonly name: string; readonly level: string; readonly lon: number; readonly lat: number };
    readonly geometry: { readonly type: "Polygon" | "MultiPolygon"; readonly coordinates: readonly number[][][] };
  }[];
}

export function useGrid() {
  return useQuery({
    queryKey: ["map", "grid"],
    queryFn: async ({ signal }) => (await ask(client.GET("/api/v1/map/grid", { signal }))) as unknown as GridFile,
    staleTime: Infinity,
  });
}

export function useStreets(there: boolean) {
  return useQuery({
    queryKey: ["map", "streets"],
    queryFn: async ({ signal }) => (await ask(client.GET("/api/v1/map/streets", { signal }))) as unknown as GeoJSON.FeatureCollection,
    staleTime: Infinity,
    enabled: there,
  });
}
