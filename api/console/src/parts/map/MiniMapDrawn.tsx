// The drawn part of MiniMap, with MapLibre.
import { useQuery } from "@tanstack/react-query";
import type { FeatureCollection } from "geojson";
import { useEffect, useRef, useState } from "react";
import { ask, client } from "../../api/client";
import { drawnIn, type LonLat } from "../../geo/gcj";
import { useSettings } from "../../shell/settings";
import { useWords } from "../../words/useWords";
import { MapDrawing } from "../MapDrawing";
import type { MiniMapProps } from "../MiniMap";
import { canDraw, colour, GlMap, ground, NavigationControl } from "./engine";
import styles from "./minimap.module.css";
import { toldPlace, useMapSettings, type MapSettings } from "./settings";
import { addSigns } from "./symbols";
import { mapWords } from "./words";

const RADIUS_M = 150; // around a place
const CORNERS = 48; // of a circle

function useAround(lon: number, lat: number, metres: number) {
  return useQuery({
    queryKey: ["map", "around", lon, lat, metres],
    queryFn: ({ signal }) =>
      ask(client.GET("/api/v1/map/around", { params: { query: { lon, lat, radius_m: metres } }, signal })),
    staleTime: 60_000,
  });
}

type Around = NonNullable<ReturnType<typeof useAround>["data"]>;

export default function MiniMapDrawn({ lon, lat, radius = 0, chosen = [], height = 220, onCamera }: MiniMapProps) {
  const w = useWords(mapWords);
  const wide = Math.min(2000, Math.max(RADIUS_M, 2 * radius));
  const base = useMapSettings();
  const around = useAround(lon, lat, wide);
  const told = around.data;
  return (
    <figure style={{ margin: 0 }}>
      <div className={styles.box} style={{ height }}>
        {base.data === undefined ? <MapDrawing /> : canDraw() ? (
          <Canvas base={base.data} lon={lon} lat={lat} radius={radius} around={told} chosen={chosen} onCamera={onCamera} told={w.mini} />
        ) : (
          <ul className={styles.list}>
            <li>{w.noDraw}</li>
            {told?.cameras.map((one) => <li key={one.id}>{one.name} · {w.metres(one.distance_m)}</li>)}
          </ul>
        )}
      </div>
      <figcaption className={styles.told}>
        {toldPlace(lon, lat)}
        {radius > 0 && ` · ${w.radius(Math.round(radius))}`}
        {told && ` · ${told.path === "" ? w.outside : told.path} · ${w.around(told.total, Math.round(wide))}`}
      </figcaption>
    </figure>
  );
}

function Canvas({ base, lon, lat, radius, around, chosen, onCamera, told }: {
  base: MapSettings;
  lon: number;
  lat: number;
  radius: number;
  around: Around | undefined;
  chosen: readonly string[];
  onCamera: ((id: string) => void) | undefined;
  told: string;
}) {
  const { dark } = useSettings();
  const host = useRef<HTMLDivElement>(null);
  const clicked = useRef(onCamera);
  const [drawn, setDrawn] = useState(false);
  useEffect(() => {
    clicked.current = onCamera;
  });
  const marked = chosen.join(" ");
  useEffect(() => {
    if (host.current === null) return undefined;
    const move = drawnIn(base.datum);
    const map = new GlMap({
      container: host.current,
      style: ground(base, dark),
      center: [...move([lon, lat])] as [number, number],
      zoom: radius > 150 ? 14 : 16.5,
      attributionControl: base.attribution === "" ? false : { compact: true },
      cooperativeGestures: false,
      scrollZoom: false, // the page around it scrolls
      dragRotate: false,
      fadeDuration: 0,
    });
    map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    map.getCanvas().setAttribute("aria-label", told);
    map.on("load", () => {
      addSigns(map);
      const seen = new Set(marked.split(" "));
      const shapes: FeatureCollection = { type: "FeatureCollection", features: [] };
      const spots: FeatureCollection = { type: "FeatureCollection", features: [] };
      const ring = (points: readonly (readonly number[])[]) => points.map((at) => [...move([at[0] ?? 0, at[1] ?? 0])]);
      if (around && around.ring.length > 0)
        shapes.features.push({ type: "Feature", properties: { kind: "grid" }, geometry: { type: "LineString", coordinates: ring(around.ring) } });
      for (const one of around?.cameras ?? []) {
        const mine = seen.has(one.id);
        if (mine && one.view.length > 0)
          shapes.features.push({ type: "Feature", properties: { kind: "view" }, geometry: { type: "Polygon", coordinates: [ring(one.view)] } });
        const at = [...move([one.lon, one.lat])];
        spots.features.push({ type: "Feature", properties: { id: one.id, icon: `camera-${one.state}`, mine }, geometry: { type: "Point", coordinates: at } });
      }
      if (radius > 0)
        shapes.features.push({ type: "Feature", properties: { kind: "radius" }, geometry: { type: "Polygon", coordinates: [ring(circle([lon, lat], radius))] } });
      spots.features.push({ type: "Feature", properties: { icon: "incident-1", mine: true }, geometry: { type: "Point", coordinates: [...move([lon, lat])] } });
      map.addSource("shapes", { type: "geojson", data: shapes });
      map.addSource("spots", { type: "geojson", data: spots });
      map.addLayer({ id: "grid", type: "line", source: "shapes", filter: ["==", ["get", "kind"], "grid"], paint: { "line-color": colour("--gw-off"), "line-dasharray": [3, 2], "line-width": 1.5 } });
      map.addLayer({ id: "view", type: "fill", source: "shapes", filter: ["==", ["get", "kind"], "view"], paint: { "fill-color": colour("--gw-focus"), "fill-opacity": 0.16 } });
      map.addLayer({ id: "radius", type: "fill", source: "shapes", filter: ["==", ["get", "kind"], "radius"], paint: { "fill-color": colour("--gw-severe"), "fill-opacity": 0.18, "fill-outline-color": colour("--gw-severe") } });
      map.addLayer({ id: "spots", type: "symbol", source: "spots", layout: { "icon-image": ["get", "icon"], "icon-allow-overlap": true, "icon-size": ["case", ["get", "mine"], 1, 0.7] } });
    });
    void map.once("idle", () => setDrawn(true));
    map.on("click", "spots", (event) => {
      const id: unknown = event.features?.[0]?.properties.id;
      if (typeof id === "string") clicked.current?.(id);
    });
    return () => map.remove();
  }, [base, dark, lon, lat, radius, around, marked, told]);
  return (
    <>
      <div ref={host} className={styles.map} data-drawn={drawn ? "yes" : "no"} />
      {!drawn && <MapDrawing />}
    </>
  );
}

/** The corners of a circle around a place; radius in metres. */
function circle([lon, lat]: LonLat, radius: number): number[][] {
  const north = radius / 111_195;
  const east = north / Math.cos((lat * Math.PI) / 180);
  return Array.from({ length: CORNERS + 1 }, (_, index) => {
    const turn = (2 * Math.PI * index) / CORNERS;
    return [lon + east * Math.cos(turn), lat + north * Math.sin(turn)];
  });
}
