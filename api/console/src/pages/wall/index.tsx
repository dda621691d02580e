// The wall: chosen cameras with their latest look or live, screen after screen. It is its address.
import { useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Select, Space, Tooltip } from "antd";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { Link, useSearchParams } from "react-router";
import { ask, client } from "../../api/client";
import { useRefreshOn } from "../../api/LiveProvider";
import { useMay } from "../../api/me";
import { useWatched } from "../../parts/live/useWatched";
import { liveWords } from "../../parts/live/words";
import { PageFrame } from "../../parts/PageFrame";
import { Trouble, useTold } from "../../parts/Trouble";
import { covering } from "../../parts/turning/covering";
import { useKeys } from "../../shell/keys";
import { useWords } from "../../words/useWords";
import { AddCamera } from "./AddCamera";
import { Hand } from "./Hand";
import { SavedWalls } from "./SavedWalls";
import { Tile } from "./Tile";
import { added, beside, MOST, pagesOf, readWall, shownOf, SIZES, TOURS, turned, writeWall, type Wall } from "./wall";
import styles from "./wall.module.css";
import { wallWords } from "./words";

const OPEN = ["open", "acknowledged", "reported", "handling", "verifying", "reopened"] as const;

/** Act on the tile that has the focus. */
function onTile(act: (id: string) => void) {
  const id = document.activeElement?.closest<HTMLElement>("[data-tile]")?.dataset.tile;
  if (id !== undefined) act(id);
}

export default function WallPage() {
  const w = useWords(wallWords);
  const lw = useWords(liveWords);
  const [search, setSearch] = useSearchParams();
  const { message } = App.useApp();
  const told = useTold();
  const queries = useQueryClient();
  const [paused, setPaused] = useState(false);
  const [hand, setHand] = useState<string | null>(null); // the camera that is turned by hand
  const wall = useMemo(() => readWall(search), [search]);
  const shown = useMemo(() => shownOf(wall), [wall]);
  const area = useRef<HTMLDivElement>(null);
  const watched = useWatched();
  const may = useMay();
  const put = (part: Partial<Wall>) => setSearch(writeWall({ ...wall, ...part }), { replace: true });
  const turn = (by: number) => put(turned(wall, by));
  const pages = pagesOf(wall.cams.length, wall.size);

  const cameras = useQuery({
    queryKey: ["cameras", "wall", shown],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras", { params: { query: { id: [...shown], limit: 100 } }, signal })),
    enabled: shown.length > 0,
    refetchInterval: 5000,
    placeholderData: (before) => before,
  });
  const cases = useQuery({
    queryKey: ["wall", "incidents"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/incidents", { params: { query: { status: [...OPEN], limit: 200 } }, signal })),
    refetchInterval: 30_000,
  });
  useRefreshOn(["incident"], ["wall", "incidents"], 1000);
  useRefreshOn(["camera"], ["cameras", "wall"], 2000);
  const byId = useMemo(() => new Map(cameras.data?.cameras.map((one) => [one.id, one])), [cameras.data]);
  const casesOf = useMemo(() => {
    const found = new Map<string, string[]>();
    for (const one of cases.data?.incidents ?? []) for (const id of one.cameras) found.set(id, [...(found.get(id) ?? []), one.id]);
    return found;
  }, [cases.data]);

  if (hand !== null && !shown.includes(hand)) setHand(null); // its screen was left, or it was taken off
  const touring = wall.tour > 0 && pages > 1 && !paused && hand === null; // what one turns stays in sight
  useEffect(() => {
    if (!touring) return;
    const timer = setTimeout(() => setSearch(writeWall(turned(wall, 1)), { replace: true }), wall.tour * 1000);
    return () => clearTimeout(timer);
  }, [touring, wall, setSearch]);

  const toggle = (id: string) => {
    const live = new Set(wall.live);
    if (!live.delete(id)) live.add(id);
    put({ live });
  };
  const tiles = () => [...(area.current?.querySelectorAll<HTMLElement>("[data-tile]") ?? [])];
  const close = (id: string) => {
    setHand(null);
    tiles().find((tile) => tile.dataset.tile === id)?.focus();
  };
  const remove = (id: string) => {
    const at = shown.indexOf(id);
    (tiles()[at + 1] ?? tiles()[at - 1])?.focus();
    put({ cams: wall.cams.filter((one) => one !== id) });
  };
  const bring = async (id: string) => {
    try {
      const { views } = await queries.query(covering(id));
      if (window.location.pathname !== "/wall") return; // left meanwhile
      const now = readWall(new URLSearchParams(window.location.search)); // as it stands by then
      const wider = added(now, views.map((one) => one.camera_id), id);
      const came = wider.cams.length - now.cams.length;
      put(wider);
      void (came > 0 ? message.success(w.brought(came)) : message.info(views.length === 0 ? w.noOthers : now.cams.length >= MOST ? w.mostCameras(MOST) : w.allHere));
    } catch (error) {
      void message.error(told(error));
    }
  };
  const full = () => void (document.fullscreenElement === null ? area.current?.requestFullscreen() : document.exitFullscreen());
  const allLive = shown.length > 0 && shown.every((id) => wall.live.has(id));
  const toggleAll = () => put({ live: allLive ? new Set<string>() : new Set([...wall.live, ...shown]) });
  useKeys([
    { key: "f", told: w.full, act: full },
    { key: "n", told: w.next, act: () => turn(1) },
    { key: "p", told: w.previous, act: () => turn(-1) },
    { key: "a", told: allLive ? w.noneLive : w.allLive, act: toggleAll },
    { key: "l", told: w.keyLive, act: () => onTile(toggle) },
    ...(may("turn") ? [{ key: "t", told: w.turnTold, act: () => onTile(setHand) }] : []),
    { key: "o", told: w.othersTold, act: () => onTile((id) => void bring(id)) },
    { key: "Delete", told: w.remove, act: () => onTile(remove) },
    ...(wall.tour > 0 ? [{ key: "k", told: paused ? w.resume : w.pause, act: () => setPaused(!paused) }] : []),
  ]);
  const walk = (event: KeyboardEvent<HTMLElement>, at: number) => {
    if (!event.key.startsWith("Arrow") || event.target !== event.currentTarget) return;
    event.preventDefault();
    event.stopPropagation(); // at the edge, too: no key that walks may turn the camera beside
    tiles()[beside(at, event.key, shown.length, wall.size)]?.focus();
  };
  const side = Math.round(Math.sqrt(wall.size));
  return (
    <PageFrame
      title={w.title}
      flush
      tools={
        <>
          <AddCamera wall={wall} put={put} />
          <Select value={wall.size} aria-label={w.grid} options={SIZES.map((value) => ({ value, label: String(value) }))} onChange={(size: number) => put({ size, page: 0 })} />
          <Select value={wall.tour} aria-label={w.tour} options={[{ value: 0, label: w.tourOff }, ...TOURS.map((value) => ({ value, label: w.seconds(value) }))]} onChange={(tour: number) => put({ tour })} popupMatchSelectWidth={false} />
          {pages > 1 && <Space.Compact><Button onClick={() => turn(-1)} aria-label={w.previous}>‹</Button><Button onClick={() => setPaused(!paused)}>{w.page(wall.page + 1, pages)}{wall.tour > 0 && (paused ? " ❚❚" : " ▶")}</Button><Button onClick={() => turn(1)} aria-label={w.next}>›</Button></Space.Compact>}
          <SavedWalls wall={wall} />
          <Button onClick={toggleAll} disabled={shown.length === 0}>{allLive ? w.noneLive : w.allLive}</Button>
          {watched.data && <Tooltip title={lw.watchedTold}><span data-testid="watched">{lw.watched(watched.data.count, watched.data.most)}</span></Tooltip>}
          <Button onClick={full}>{w.full}</Button>
        </>
      }
    >
      <div ref={area} className={styles.page}>
        {cameras.isError ? <Trouble error={cameras.error} again={cameras.refetch} /> : shown.length === 0 ? <p className={styles.empty}>{w.empty}<br /><Link to="/cameras">{w.toCameras}</Link></p> : (
          <div className={styles.grid} style={{ gridTemplateColumns: `repeat(${side}, minmax(0, 1fr))`, gridTemplateRows: `repeat(${side}, minmax(0, 1fr))` }}>
            {shown.map((id, i) => (
              <Tile key={id} id={id} camera={byId.get(id)} live={wall.live.has(id)} cases={casesOf.get(id) ?? []} toggle={() => toggle(id)} turn={may("turn") ? () => setHand(id) : null} others={() => void bring(id)} remove={() => remove(id)} walk={(event) => walk(event, i)} />
            ))}
          </div>
        )}
        {hand !== null && <Hand key={hand} id={hand} name={byId.get(hand)?.name ?? hand} close={() => close(hand)} />}
      </div>
    </PageFrame>
  );
}
