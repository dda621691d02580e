// The map as a component: gives the board what has changed, and nothing else.
import { useQuery } from "@tanstack/react-query";
import type { FeatureCollection } from "geojson";
import { useEffect, useEffectEvent, useMemo, useRef, useState } from "react";
import { ask, client } from "../../api/client";
import { drawnIn, moved, type LonLat } from "../../geo/gcj";
import { MapDrawing } from "../../parts/MapDrawing";
import type { MapSettings } from "../../parts/map/settings";
import { useSettings } from "../../shell/settings";
import { Board, VIEWS_FROM, type Picked, type Stand } from "./board";
import type { Counts, GridFile, Heat, Incidents } from "./data";
import { cameraPoints, heatPoints, incidentPoints, labels, shaded, type CameraRow } from "./features";
import styles from "./map.module.css";
import { levelAt, type Layer, type Level } from "./state";

export interface Shown {
  readonly base: MapSettings;
  readonly at: Stand["at"] | null; // where it begins
  readonly layers: readonly Layer[];
  readonly level: Level;
  readonly cameras: readonly CameraRow[];
  readonly incidents: Incidents | undefined;
  readonly grid: GridFile | undefined;
  readonly counts: Counts | undefined;
  readonly heat: Heat | undefined;
  readonly step: number;
  readonly streets: FeatureCollection | undefined;
  readonly chosen: LonLat | null;
  readonly told: string;
}

export default function Drawn({ shown, ready, picked, moved: hasMoved }: {
  shown: Shown;
  ready: (board: Board | null) => void; // once it is there, and once it is gone
  picked: (what: Picked) => void;
  moved: (stand: Stand) => void;
}) {
  const { dark } = useSettings();
  const host = useRef<HTMLDivElement>(null);
  const board = useRef<Board | null>(null);
  const [drawn, setDrawn] = useState(false);
  const [stand, setStand] = useState<Stand | null>(null);
  const { base } = shown;
  const move = useMemo(() => drawnIn(base.datum), [base.datum]);
  const onPicked = useEffectEvent(picked);
  const onMoved = useEffectEvent((now: Stand) => {
    setStand(now);
    hasMoved(now);
  });
  const begin = useEffectEvent(() => ({ dark, at: shown.at }));

  useEffect(() => {
    if (host.current === null) return undefined;
    const first = begin();
    const made = new Board(host.current, base, first.dark, first.at, { picked: onPicked, moved: onMoved, drawn: () => setDrawn(true) });
    board.current = made;
    ready(made);
    return () => {
      board.current = null;
      ready(null);
      made.close();
    };
  }, [base, ready]);

  const level = levelAt(shown.level, stand?.at[2] ?? 10);
  const views = useViews(stand, shown.layers.includes("views"));
  const data = {
    cameras: useMemo(() => cameraPoints(shown.cameras, move), [shown.cameras, move]),
    incidents: useMemo(() => (shown.incidents ? incidentPoints(shown.incidents, move) : NOTHING), [shown.incidents, move]),
    shades: useMemo(() => (shown.grid ? shaded(shown.grid, level, shown.counts, move) : NOTHING), [shown.grid, level, shown.counts, move]),
    labels: useMemo(() => (shown.grid ? labels(shown.grid, level, shown.counts, move) : NOTHING), [shown.grid, level, shown.counts, move]),
    heat: useMemo(() => (shown.heat ? heatPoints(shown.heat, shown.step, move) : NOTHING), [shown.heat, shown.step, move]),
    streets: useMemo(() => shifted(shown.streets, move), [shown.streets, move]),
    views: useMemo(() => shifted(views, move), [views, move]),
  };
  useEffect(() => {
    for (const [source, features] of Object.entries(data)) board.current?.give(source as keyof typeof data, features);
    board.current?.show(shown.layers);
    board.current?.choose(shown.chosen);
    board.current?.name(shown.told);
  });
  const was = useRef(dark);
  useEffect(() => {
    if (was.current !== dark) board.current?.colours(dark);
    was.current = dark;
  }, [dark]);
  return (
    <>
      <div ref={host} className={styles.map} data-testid="map" />
      {!drawn && <MapDrawing />}
    </>
  );
}

const NOTHING: FeatureCollection = { type: "FeatureCollection", features: [] };
const GRAIN = 0.005; // degrees to which a box is widened, so that a small move asks for nothing new

function useViews(stand: Stand | null, wanted: boolean): FeatureCollection | undefined {
  const near = stand !== null && stand.at[2] >= VIEWS_FROM;
  const box = near
    ? stand.box.map((side, index) => (index < 2 ? Math.floor(side / GRAIN) : Math.ceil(side / GRAIN)) * GRAIN).map((side) => side.toFixed(3)).join(",")
    : "";
  const found = useQuery({
    queryKey: ["map", "views", box],
    queryFn: async ({ signal }) =>
      (await ask(client.GET("/api/v1/map/views", { params: { query: { box } }, signal }))) as unknown as FeatureCollection,
    enabled: wanted && near,
    staleTime: 60_000,
  });
  return near ? found.data : undefined;
}

function shifted(data: FeatureCollection | undefined, move: (at: LonLat) => LonLat): FeatureCollection {
  if (data === undefined) return NOTHING;
  return {
    type: "FeatureCollection",
    features: data.features.map((one) => {
      if (!("coordinates" in one.geometry)) return one;
      const coordinates = moved(one.geometry.coordinates, move);
      return { ...one, geometry: { ...one.geometry, coordinates } as typeof one.geometry };
    }),
  };
}
