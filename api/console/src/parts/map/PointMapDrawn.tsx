// The drawn part of PointMap, with MapLibre. What is clicked is told in WGS-84, whatever datum the base map is in.
import { useQuery } from "@tanstack/react-query";
import type { Feature, FeatureCollection } from "geojson";
import { useEffect, useEffectEvent, useRef, useState } from "react";
import { ask, client } from "../../api/client";
import { drawnIn, moved, readFrom, type LonLat } from "../../geo/gcj";
import { useSettings } from "../../shell/settings";
import { useWords } from "../../words/useWords";
import { MapDrawing } from "../MapDrawing";
import type { PointMapProps } from "../PointMap";
import { canDraw, colour, GlMap, ground, Marker, NavigationControl, ScaleControl } from "./engine";
import { useGrid, useStreets } from "./ground";
import styles from "./pointmap.module.css";
import { useMapSettings, type MapSettings } from "./settings";
import { addSigns } from "./symbols";
import { mapWords } from "./words";

const AROUND_M = 200;
const ZOOM = 19; // to begin with: about 13 centimetres a pixel
const STEP_M = 0.25; // by an arrow key; ten times with Shift
const ARROWS: Readonly<Record<string, LonLat>> = { ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, 1], ArrowDown: [0, -1] };
const LINES = ["grid", "streets", "seen", "view"] as const;
type Lines = Readonly<Record<(typeof LINES)[number], FeatureCollection>>;

export default function PointMapDrawn(props: PointMapProps) {
  const w = useWords(mapWords);
  const base = useMapSettings();
  const height = props.height ?? 360;
  const [can] = useState(canDraw); // each question takes a WebGL context
  if (!can) return <p>{w.noPoints}</p>;
  return <div className={styles.box} style={{ height }}>{base.data ? <Canvas {...props} base={base.data} /> : <MapDrawing />}</div>;
}

function Canvas({ base, camera, lon, lat, points, view, told, name, onPlace, onMove, onChoose }: PointMapProps & { base: MapSettings }) {
  const { dark } = useSettings();
  const host = useRef<HTMLDivElement>(null);
  const [map, setMap] = useState<GlMap | null>(null);
  const [drawn, setDrawn] = useState(false);
  const lines = useLines(base, camera, lon, lat, view);
  const placed = useEffectEvent((at: LonLat) => onPlace(at));
  const begin = useEffectEvent(() => ({ center: [...drawnIn(base.datum)([lon, lat])] as [number, number], told }));

  useEffect(() => {
    if (host.current === null) return undefined;
    const first = begin();
    const made = new GlMap({
      container: host.current,
      style: ground(base, dark),
      center: first.center,
      zoom: ZOOM,
      maxZoom: 23,
      attributionControl: base.attribution === "" ? false : { compact: true },
      dragRotate: false,
      fadeDuration: 0,
    });
    made.addControl(new NavigationControl({ showCompass: false }), "top-right");
    made.addControl(new ScaleControl({}), "bottom-left");
    made.getCanvas().setAttribute("aria-label", first.told);
    made.on("load", () => {
      addSigns(made);
      for (const source of [...LINES, "camera"]) made.addSource(source, { type: "geojson", data: NOTHING });
      made.addLayer({ id: "seen", type: "fill", source: "seen", paint: { "fill-color": colour("--gw-focus"), "fill-opacity": 0.14 } });
      made.addLayer({ id: "streets", type: "line", source: "streets", paint: { "line-color": colour("--gw-off"), "line-width": 2, "line-opacity": 0.7 } });
      made.addLayer({ id: "grid", type: "line", source: "grid", paint: { "line-color": colour("--gw-off"), "line-dasharray": [3, 2], "line-width": 1.2 } });
      made.addLayer({ id: "view", type: "line", source: "view", paint: { "line-color": colour("--gw-box"), "line-width": 2, "line-dasharray": [2, 1] } });
      made.addLayer({ id: "camera", type: "symbol", source: "camera", layout: { "icon-image": "camera-ok", "icon-allow-overlap": true } });
      setMap(made);
    });
    void made.once("idle", () => setDrawn(true));
    made.on("click", (event) => placed(readFrom(base.datum)([event.lngLat.lng, event.lngLat.lat])));
    return () => {
      setMap(null);
      made.remove();
    };
  }, [base, dark]);

  useEffect(() => {
    if (map === null) return;
    for (const source of LINES) give(map, source, lines[source]);
    const at = [...drawnIn(base.datum)([lon, lat])];
    give(map, "camera", { type: "FeatureCollection", features: [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: at } }] });
  }, [map, lines, base.datum, lon, lat]);

  const marked = useEffectEvent((number: number, at: LonLat) => onMove(number, at));
  const chosen = useEffectEvent((number: number) => onChoose(number));
  const named = useEffectEvent((number: number) => name(number));
  useEffect(() => {
    if (map === null) return undefined;
    const move = drawnIn(base.datum);
    const read = readFrom(base.datum);
    const focused = document.activeElement instanceof HTMLElement ? document.activeElement.dataset.point : undefined;
    const made = points.map((point) => {
      const element = document.createElement("button");
      element.type = "button";
      element.className = styles.mark ?? "";
      element.dataset.is = point.is;
      element.dataset.point = String(point.number);
      element.textContent = String(point.number);
      const marker = new Marker({ element, draggable: true }).setLngLat([...move(point.at)] as [number, number]).addTo(map);
      element.setAttribute("aria-label", named(point.number)); // MapLibre has one of its own, in English
      element.addEventListener("click", (event) => {
        event.stopPropagation(); // it is no new place
        chosen(point.number);
      });
      element.addEventListener("keydown", (event) => {
        const arrow = ARROWS[event.key];
        if (arrow === undefined) return;
        event.preventDefault();
        event.stopPropagation();
        const step = (event.shiftKey ? 10 : 1) * STEP_M / 111_195;
        marked(point.number, [point.at[0] + (arrow[0] * step) / Math.cos((point.at[1] * Math.PI) / 180), point.at[1] + arrow[1] * step]);
      });
      marker.on("dragend", () => {
        const at = marker.getLngLat();
        marked(point.number, read([at.lng, at.lat]));
      });
      if (focused === element.dataset.point) element.focus({ preventScroll: true });
      return marker;
    });
    return () => made.forEach((marker) => marker.remove());
  }, [map, points, base.datum]);

  return (
    <>
      <div ref={host} className={styles.map} data-testid="points" data-drawn={map !== null && drawn ? "yes" : "no"} />
      {!drawn && <MapDrawing />}
    </>
  );
}

const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };

function give(map: GlMap, source: string, data: FeatureCollection): void {
  const found = map.getSource(source);
  if (found !== undefined && "setData" in found) (found as unknown as { setData: (data: FeatureCollection) => void }).setData(data);
}

/** Grids, streets, what the camera shows by its file, and by the points, as they are drawn. */
function useLines(base: MapSettings, camera: string, lon: number, lat: number, view: readonly LonLat[]): Lines {
  const grid = useGrid();
  const streets = useStreets(base.streets);
  const around = useQuery({
    queryKey: ["map", "around", lon, lat, AROUND_M],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/map/around", { params: { query: { lon, lat, radius_m: AROUND_M } }, signal })),
    staleTime: 60_000,
  });
  const move = drawnIn(base.datum);
  const seen = around.data?.cameras.find((one) => one.id === camera)?.view ?? [];
  const ring = (points: readonly (readonly number[])[]): Feature[] =>
    points.length === 0 ? [] : [{ type: "Feature", properties: {}, geometry: { type: "Polygon", coordinates: [points.map((at) => [...move([at[0] ?? 0, at[1] ?? 0])])] } }];
  const shifted = (features: readonly Feature[]): Feature[] =>
    features.flatMap((one) => ("coordinates" in one.geometry ? [{ ...one, geometry: { ...one.geometry, coordinates: moved(one.geometry.coordinates, move) } as typeof one.geometry }] : []));
  return {
    grid: { type: "FeatureCollection", features: shifted((grid.data?.features ?? []) as unknown as Feature[]) },
    streets: { type: "FeatureCollection", features: shifted(streets.data?.features ?? []) },
    seen: { type: "FeatureCollection", features: ring(seen) },
    view: { type: "FeatureCollection", features: ring(view) },
  };
}
