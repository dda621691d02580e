// Cameras, incidents and grids where they are: a map, and the same as lists.
import { Alert, Button, Segmented, type InputRef } from "antd";
import { lazy, Suspense, useCallback, useEffect, useMemo, useRef, useState } from "react";
import { useSearchParams } from "react-router";
import { serverNow } from "../../api/time";
import type { LonLat } from "../../geo/gcj";
import { MapDrawing } from "../../parts/MapDrawing";
import { PageFrame } from "../../parts/PageFrame";
import { Trouble } from "../../parts/Trouble";
import { useMapSettings } from "../../parts/map/settings";
import { useKeys } from "../../shell/keys";
import { useWords } from "../../words/useWords";
import type { Board, Picked, Stand } from "./board";
import { useCameras, useCounts, useGrid, useHeat, useIncidents, useStreets, type Found } from "./data";
import { cameraRows, fitting } from "./features";
import { HeatSlider } from "./HeatSlider";
import { List } from "./List";
import styles from "./map.module.css";
import { Panel } from "./Panel";
import { Search } from "./Search";
import { Side } from "./Side";
import { asked, LIVE, readState, writeState, type MapState } from "./state";
import { mapPage } from "./words";

const Drawn = lazy(() => import("./Drawn"));
const ZOOMS: Readonly<Record<string, number>> = { district: 10.5, street: 12.5, community: 14, grid: 15.5 };

function canDraw(): boolean {
  return document.createElement("canvas").getContext("webgl2") !== null;
}

export default function MapPage() {
  const w = useWords(mapPage);
  const [query, setQuery] = useSearchParams();
  const state = useMemo(() => readState(query), [query]);
  const latest = useRef(state); // two changes in one go must not undo each other: a choice, and the move that it causes
  useEffect(() => {
    latest.current = state;
  }, [state]);
  const change = useCallback(
    (part: Partial<MapState>) => {
      latest.current = { ...latest.current, ...part };
      setQuery(writeState(latest.current), { replace: true });
    },
    [setQuery],
  );
  const [cluster, setCluster] = useState<Picked | null>(null);
  const [drawable] = useState(canDraw);
  const board = useRef<Board | null>(null);
  const input = useRef<InputRef>(null);

  const base = useMapSettings();
  const { list, states } = useCameras();
  const grid = useGrid();
  const [now] = useState(serverNow);
  const wanted = useMemo(() => asked(state, now), [state, now]);
  const counts = useCounts(wanted);
  const open = useMemo(() => ({ ...wanted, status: wanted.status.filter((one) => LIVE.includes(one)) }), [wanted]);
  const incidents = useIncidents(open);
  const heatOn = state.layers.includes("heat");
  const always = useMemo(() => asked({ ...state, span: "all" }, now), [state, now]); // the slider has a span of its own
  const heat = useHeat(always, state.unit, heatOn);
  const streets = useStreets(base.data?.streets ?? false);

  const belong = states.data?.cameras === list.data?.cameras;
  const apart = states.data !== undefined && list.data !== undefined && !belong;
  const { refetch } = list;
  useEffect(() => {
    if (apart) void refetch(); // the cameras were configured anew
  }, [apart, refetch]);
  const rows = useMemo(() => {
    if (list.data === undefined) return [];
    const younger = belong && states.data !== undefined ? states.data : list.data;
    return cameraRows(list.data, younger.states, younger.kinds);
  }, [list.data, states.data, belong]);
  const byId = useMemo(() => new Map(rows.map((one) => [one.id, one])), [rows]);
  const shownRows = useMemo(() => fitting(rows, state), [rows, state]);

  const picked = cluster ?? pickedOf(state.chosen);
  const pick = useCallback(
    (what: Picked) => {
      setCluster(what.kind === "cluster" ? what : null);
      change({ chosen: what.kind === "cluster" ? "" : `${what.kind}:${what.id}` });
    },
    [change],
  );
  const ready = useCallback((made: Board | null) => {
    board.current = made;
  }, []);
  const close = useCallback(() => {
    setCluster(null);
    change({ chosen: "" });
  }, [change]);
  const go = useCallback(
    (lon: number, lat: number, zoom?: number) => {
      if (board.current) board.current.go([lon, lat], zoom);
      else change({ at: [lon, lat, zoom ?? 16] });
    },
    [change],
  );
  const hasMoved = useCallback((stand: Stand) => change({ at: stand.at }), [change]);
  const found = (one: Found) => {
    setCluster(null);
    const zoom = one.kind === "grid" ? (ZOOMS[one.state] ?? 14) : 17;
    change({ chosen: `${one.kind}:${one.id}`, ...(board.current ? {} : { at: [one.lon, one.lat, zoom] as const }) });
    board.current?.go([one.lon, one.lat], zoom);
  };
  const toggle = (layer: MapState["layers"][number]) =>
    change({ layers: state.layers.includes(layer) ? state.layers.filter((one) => one !== layer) : [...state.layers, layer] });
  useKeys([
    { key: "/", told: w.keySearch, act: () => input.current?.focus() },
    { key: "l", told: w.keyList, act: () => change({ view: state.view === "list" ? "map" : "list" }) },
    { key: "h", told: w.keyHeat, act: () => toggle("heat") },
    { key: "0", told: w.keyWhole, act: () => board.current?.whole() },
    { key: "Escape", told: w.keyClose, act: close },
  ]);

  const chosenAt = useChosenAt(state.chosen, byId, incidents.data);
  const trouble = base.error ?? list.error ?? grid.error;
  const asList = state.view === "list" || !drawable;
  const notes = [
    grid.data?.features.length === 0 ? w.noGrid : "",
    list.data?.ids.length === 0 ? w.noCameras : "",
    (incidents.data?.ids.length ?? 0) < (incidents.data?.total ?? 0) ? w.capped(incidents.data?.ids.length ?? 0, incidents.data?.total ?? 0) : "",
    (counts.data?.outside ?? 0) > 0 ? w.outside(counts.data?.outside ?? 0) : "",
  ].filter((one) => one !== "");
  const tools = (
    <>
      <span className={styles.total} role="status">{w.total(shownRows.length, rows.length, counts.data?.total ?? 0)}{notes.map((one) => ` · ${one}`)}</span>
      <Search input={input} chosen={found} />
      <Button onClick={() => board.current?.whole()} disabled={asList}>{w.whole}</Button>
      <Segmented<MapState["view"]> value={asList ? "list" : "map"} onChange={(view) => change({ view })} disabled={!drawable} options={[{ value: "map", label: w.asMap }, { value: "list", label: w.asList }]} />
    </>
  );
  return (
    <PageFrame title={w.title} tools={tools} flush>
      {trouble ? <Trouble error={trouble} again={() => Promise.all([base.refetch(), list.refetch(), grid.refetch()])} /> : (
        <div className={styles.page}>
          <Side state={state} change={change} cameras={list.data} counts={counts.data} grid={grid.data} base={base.data} />
          <div className={styles.stage}>
            {asList ? (
              <>
                {!drawable && <Alert type="warning" showIcon title={w.noDraw} />}
                <List
                  cameras={shownRows} waiting={list.isPending} incidents={incidents.data} grid={grid.data} counts={counts.data} base={base.data}
                  show={(chosen, lon, lat) => change({ chosen, view: "map", at: [lon, lat, chosen.startsWith("grid:") ? 13.5 : 17] })}
                />
              </>
            ) : base.data === undefined ? <MapDrawing /> : (
              <Suspense fallback={<MapDrawing />}>
                <Drawn
                  ready={ready}
                  picked={pick}
                  moved={hasMoved}
                  shown={{
                    base: base.data, at: state.at, layers: state.layers, level: state.level, cameras: shownRows, incidents: incidents.data, grid: grid.data, counts: counts.data,
                    heat: heat.data, step: state.step, streets: streets.data, chosen: chosenAt, told: w.mapTold(shownRows.length, incidents.data?.total ?? 0),
                  }}
                />
                {heatOn && <HeatSlider heat={heat.data} unit={state.unit} step={state.step} change={change} />}
              </Suspense>
            )}
          </div>
          {picked && <Panel picked={picked} around={{ cameras: byId, grid: grid.data, counts: counts.data, close, pick, go, only: (code) => change({ grid: code }) }} />}
        </div>
      )}
    </PageFrame>
  );
}

function pickedOf(chosen: string): Picked | null {
  const [kind, id] = [chosen.slice(0, chosen.indexOf(":")), chosen.slice(chosen.indexOf(":") + 1)];
  return kind === "camera" || kind === "incident" || kind === "grid" ? { kind, id } : null;
}

function useChosenAt(chosen: string, cameras: ReadonlyMap<string, { lon: number; lat: number }>, incidents: ReturnType<typeof useIncidents>["data"]): LonLat | null {
  return useMemo(() => {
    const picked = pickedOf(chosen);
    if (picked === null || picked.kind === "cluster" || picked.kind === "grid") return null;
    const camera = picked.kind === "camera" ? cameras.get(picked.id) : undefined;
    if (camera) return [camera.lon, camera.lat];
    const index = picked.kind === "incident" ? (incidents?.ids.indexOf(picked.id) ?? -1) : -1;
    return index < 0 ? null : [incidents?.lon[index] ?? 0, incidents?.lat[index] ?? 0];
  }, [chosen, cameras, incidents]);
}
