// The wall: chosen cameras with their latest look or live, screen after screen. It is its address.
import { useQuery } from "@tanstack/react-query";
import { App, Button, Input, Popover, Select, Space, Tooltip } from "antd";
import { useEffect, useMemo, useRef, useState, type KeyboardEvent } from "react";
import { Link, useNavigate, useSearchParams } from "react-router";
import { ask, client } from "../../api/client";
import { useRefreshOn } from "../../api/LiveProvider";
import type { components } from "../../api/schema.gen";
import { CameraView } from "../../parts/live/CameraView";
import { useWatched } from "../../parts/live/useWatched";
import { liveWords } from "../../parts/live/words";
import { PageFrame } from "../../parts/PageFrame";
import { CameraState } from "../../parts/Tags";
import { Trouble } from "../../parts/Trouble";
import { useKeys } from "../../shell/keys";
import { useWords } from "../../words/useWords";
import { keepWalls, savedWalls } from "./saved";
import { beside, MOST, pagesOf, readWall, shownOf, SIZES, TOURS, turned, writeWall, type Wall } from "./wall";
import styles from "./wall.module.css";
import { wallWords } from "./words";

type Camera = components["schemas"]["CameraOut"];
const OPEN = ["open", "acknowledged", "reported", "handling", "verifying", "reopened"] as const;

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export default function WallPage() {
  const w = useWords(wallWords);
  const lw = useWords(liveWords);
  const [search, setSearch] = useSearchParams();
  const [paused, setPaused] = useState(false);
  const wall = useMemo(() => readWall(search), [search]);
  const shown = useMemo(() => shownOf(wall), [wall]);
  const area = useRef<HTMLDivElement>(null);
  const watched = useWatched();
  const put = (part: Partial<Wall>) => setSearch(writeWall({ ...wall, ...part }), { replace: true });
  const turn = (by: number) => setSearch(writeWall(turned(wall, by)), { replace: true });
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

  const touring = wall.tour > 0 && pages > 1 && !paused;
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
  const full = () => void (document.fullscreenElement === null ? area.current?.requestFullscreen() : document.exitFullscreen());
  const allLive = shown.length > 0 && shown.every((id) => wall.live.has(id));
  const toggleAll = () => put({ live: allLive ? new Set<string>() : new Set([...wall.live, ...shown]) });
  useKeys([
    { key: "f", told: w.full, act: full },
    { key: "n", told: w.next, act: () => turn(1) },
    { key: "p", told: w.previous, act: () => turn(-1) },
    { key: "a", told: allLive ? w.noneLive : w.allLive, act: toggleAll },
    ...(wall.tour > 0 ? [{ key: "k", told: paused ? w.resume : w.pause, act: () => setPaused(!paused) }] : []),
  ]);
  const walk = (event: KeyboardEvent<HTMLElement>, at: number) => {
    const to = beside(at, event.key, shown.length, wall.size);
    if (to === at || event.target !== event.currentTarget) return;
    event.preventDefault();
    event.stopPropagation();
    area.current?.querySelectorAll<HTMLElement>("[data-tile]")[to]?.focus();
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
              <Tile key={id} id={id} camera={byId.get(id)} live={wall.live.has(id)} cases={casesOf.get(id) ?? []} toggle={() => toggle(id)} remove={() => put({ cams: wall.cams.filter((one) => one !== id) })} walk={(event) => walk(event, i)} />
            ))}
          </div>
        )}
      </div>
    </PageFrame>
  );
}

function Tile({ id, camera, live, cases, toggle, remove, walk }: {
  id: string;
  camera: Camera | undefined;
  live: boolean;
  cases: readonly string[];
  toggle: () => void;
  remove: () => void;
  walk: (event: KeyboardEvent<HTMLElement>) => void;
}) {
  const w = useWords(wallWords);
  const go = useNavigate();
  const name = camera?.name ?? id;
  const pressed = (event: KeyboardEvent<HTMLElement>) => {
    if (event.target === event.currentTarget && event.key === "Enter") void go(`/camera/${encodeURIComponent(id)}`);
    else if (event.target === event.currentTarget && event.key.toLowerCase() === "l") toggle();
    else if (event.target === event.currentTarget && event.key === "Delete") remove();
    else {
      walk(event);
      return;
    }
    event.preventDefault();
    event.stopPropagation();
  };
  return (
    // eslint-disable-next-line jsx-a11y/no-noninteractive-element-interactions, jsx-a11y/no-noninteractive-tabindex -- arrow keys walk over the tiles; what they do is also in their buttons
    <article className={styles.tile} data-tile data-case={cases.length > 0} tabIndex={0} aria-label={w.tile(name)} onKeyDown={pressed}>
      <div className={styles.head}>
        <Link to={`/camera/${encodeURIComponent(id)}`} className={styles.name} title={name}>{name}</Link>
        {cases[0] !== undefined && <Link to={`/case/${encodeURIComponent(cases[0])}`} className={styles.case}>▲ {w.cases(cases.length)}</Link>}
        {camera && <span className={styles.state}><CameraState of={text(camera.health?.state) || "unknown"} /></span>}
      </div>
      {camera && <CameraView camera={camera} live={live} fps={2} />}
      <div className={styles.acts}>
        <Button size="small" type={live ? "primary" : "default"} onClick={toggle} aria-pressed={live}>{live ? w.stopLive : w.live}</Button>
        <Button size="small" onClick={remove} aria-label={`${w.remove} ${name}`}>✕</Button>
      </div>
    </article>
  );
}

function AddCamera({ wall, put }: { wall: Wall; put: (part: Partial<Wall>) => void }) {
  const w = useWords(wallWords);
  const [q, setQ] = useState("");
  const { message } = App.useApp();
  const found = useQuery({
    queryKey: ["cameras", "find", q],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras", { params: { query: { q, limit: 20 } }, signal })),
    enabled: q.trim() !== "",
  });
  const options = (found.data?.cameras ?? []).filter((one) => !wall.cams.includes(one.id)).map((one) => ({ value: one.id, label: `${one.name} · ${one.id}` }));
  return (
    <Select
      showSearch={{ filterOption: false, searchValue: q, onSearch: setQ }}
      value={null}
      placeholder={w.choose}
      aria-label={w.choose}
      options={q.trim() === "" ? [] : options}
      notFoundContent={null}
      className={styles.search ?? ""}
      popupMatchSelectWidth={false}
      onChange={(id: string | null) => {
        setQ("");
        if (id === null) return;
        if (wall.cams.length >= MOST) void message.warning(w.full25);
        else {
          const cams = [...wall.cams, id];
          put({ cams, size: cams.length > wall.size && wall.tour === 0 ? (SIZES.find((size) => size >= cams.length) ?? 25) : wall.size });
        }
      }}
    />
  );
}

function SavedWalls({ wall }: { wall: Wall }) {
  const w = useWords(wallWords);
  const go = useNavigate();
  const [walls, setWalls] = useState(savedWalls);
  const [name, setName] = useState("");
  const save = () => {
    if (name.trim() === "") return;
    setWalls(keepWalls({ ...walls, [name.trim()]: writeWall({ ...wall, live: new Set() }).toString() }));
    setName("");
  };
  return (
    <Popover
      trigger="click"
      title={w.saved}
      content={
        <div style={{ width: 280, display: "grid", gap: 6 }}>
          <small>{w.savedTold}</small>
          {Object.entries(walls).map(([one, address]) => (
            <Space.Compact key={one} block>
              <Button block onClick={() => void go(`/wall?${address}`)}>{one}</Button>
              <Button aria-label={w.drop(one)} onClick={() => setWalls(keepWalls(Object.fromEntries(Object.entries(walls).filter(([other]) => other !== one))))}>✕</Button>
            </Space.Compact>
          ))}
          <Space.Compact block>
            <Input value={name} placeholder={w.saveName} aria-label={w.saveName} maxLength={40} onChange={(event) => setName(event.target.value)} onPressEnter={save} />
            <Button onClick={save} disabled={name.trim() === "" || wall.cams.length === 0}>{w.save}</Button>
          </Space.Compact>
        </div>
      }
    >
      <Button>{w.saved}</Button>
    </Popover>
  );
}
