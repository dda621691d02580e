// What is chosen on the map: a camera, an incident, a grid, or a cluster.
import { CloseOutlined } from "@ant-design/icons";
import { useQuery } from "@tanstack/react-query";
import { Button, Skeleton } from "antd";
import { useState, type ReactNode } from "react";
import { Link } from "react-router";
import { ask, client } from "../../api/client";
import { Ago } from "../../parts/Ago";
import { CameraState, Status } from "../../parts/Tags";
import { Trouble } from "../../parts/Trouble";
import { toldPlace } from "../../parts/map/settings";
import { common } from "../../words/common";
import { useOwner } from "../../words/useOwner";
import { usePick, useWords } from "../../words/useWords";
import type { Picked } from "./board";
import type { Counts, GridFile } from "./data";
import type { CameraRow } from "./features";
import styles from "./map.module.css";
import { mapPage } from "./words";

interface Around {
  readonly cameras: ReadonlyMap<string, CameraRow>;
  readonly grid: GridFile | undefined;
  readonly counts: Counts | undefined;
  readonly close: () => void;
  readonly pick: (what: Picked) => void;
  readonly go: (lon: number, lat: number, zoom?: number) => void;
  readonly only: (grid: string) => void;
}

export function Panel({ picked, around }: { picked: Picked; around: Around }) {
  switch (picked.kind) {
    case "camera":
      return <CameraPanel key={picked.id} id={picked.id} around={around} />;
    case "incident":
      return <IncidentPanel key={picked.id} id={picked.id} around={around} />;
    case "grid":
      return <GridPanel code={picked.id} around={around} />;
    case "cluster":
      return <ClusterPanel picked={picked} around={around} />;
  }
}

function Framed({ title, close, children }: { title: ReactNode; close: () => void; children: ReactNode }) {
  const w = useWords(mapPage);
  return (
    <aside className={styles.panel} aria-label={w.panel} aria-live="polite">
      <header>
        <h2>{title}</h2>
        <Button type="text" aria-label={w.close} icon={<CloseOutlined />} onClick={close} />
      </header>
      {children}
    </aside>
  );
}

function useNames(grid: GridFile | undefined): (code: string) => string {
  const names = new Map(grid?.features.map((one) => [one.properties.code, one.properties.name]));
  return (code) => [6, 9, 12, 15].map((digits) => (code.length >= digits ? names.get(code.slice(0, digits)) : undefined)).filter(Boolean).join(" · ");
}

function State({ of }: { of: string }) {
  const w = useWords(mapPage);
  return of === "off" ? <span>– {w.off}</span> : <CameraState of={of} />;
}

function CameraPanel({ id, around }: { id: string; around: Around }) {
  const w = useWords(mapPage);
  const c = useWords(common);
  const ownerOf = useOwner();
  const path = useNames(around.grid);
  const [noPicture, setNoPicture] = useState(false);
  const row = around.cameras.get(id);
  const found = useQuery({
    queryKey: ["camera", id],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras/{camera_id}", { params: { path: { camera_id: id } }, signal })),
  });
  if (found.isError) return <Framed title={id} close={around.close}><Trouble error={found.error} again={found.refetch} /></Framed>;
  const camera = found.data;
  return (
    <Framed title={row?.name ?? camera?.name ?? id} close={around.close}>
      {noPicture ? <p>{w.noPicture}</p> : (
        <img src={`/api/v1/cameras/${encodeURIComponent(id)}/latest.jpg`} alt={w.latest(row?.name ?? id)} onError={() => setNoPicture(true)} />
      )}
      {camera === undefined ? <Skeleton active /> : (
        <dl>
          <dt>{w.id}</dt><dd>{id}</dd>
          <dt>{w.state}</dt><dd><State of={row?.state ?? "unknown"} />{row?.kind ? ` · ${w.cameraKind(row.kind)}` : ""}</dd>
          <dt>{c.owner}</dt><dd>{ownerOf(camera.owner)}</dd>
          <dt>{w.path}</dt><dd>{path(row?.grid ?? "") || c.none}</dd>
          <dt>{w.place}</dt><dd>{toldPlace(camera.lon, camera.lat)}<br />{camera.heading_deg === null ? w.noHeading : w.heading(Math.round(camera.heading_deg))}</dd>
        </dl>
      )}
      <div className={styles.actions}>
        <Link to={`/camera/${encodeURIComponent(id)}`}><Button type="primary">{w.openCamera}</Button></Link>
        <Link to={`/wall?cams=${encodeURIComponent(id)}`}><Button>{w.wall}</Button></Link>
        {row && <Button onClick={() => around.go(row.lon, row.lat, 17)}>{w.zoomIn}</Button>}
      </div>
    </Framed>
  );
}

function IncidentPanel({ id, around }: { id: string; around: Around }) {
  const w = useWords(mapPage);
  const c = useWords(common);
  const pick = usePick();
  const ownerOf = useOwner();
  const found = useQuery({
    queryKey: ["incident", id],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/incidents/{incident_id}", { params: { path: { incident_id: id } }, signal })),
  });
  const open = <Link to={`/case/${encodeURIComponent(id)}`}><Button type="primary">{w.openCase}</Button></Link>;
  if (found.isError) return <Framed title={id} close={around.close}><Trouble error={found.error} again={found.refetch} /></Framed>;
  const one = found.data;
  if (one === undefined) return <Framed title={id} close={around.close}><Skeleton active /></Framed>;
  return (
    <Framed title={pick(one.title, one.title_en)} close={around.close}>
      <dl>
        <dt>{w.id}</dt><dd>{id}</dd>
        <dt>{w.status}</dt><dd><Status of={one.status} /></dd>
        <dt>{w.seen}</dt><dd><Ago at={one.created_at} /></dd>
        <dt>{c.owner}</dt><dd>{ownerOf(one.owner)}</dd>
        <dt>{w.path}</dt><dd>{one.place.grid.map((cell) => cell.name).join(" · ") || c.none}</dd>
        <dt>{w.place}</dt><dd>{toldPlace(one.place.lon, one.place.lat)}<br />± {Math.round(one.place.radius_m)} m</dd>
        <dt>{c.cameras}</dt>
        <dd>
          {one.cameras.map((camera) => (
            <Button key={camera} type="link" size="small" style={{ padding: 0, marginRight: 8 }} onClick={() => around.pick({ kind: "camera", id: camera })}>
              {around.cameras.get(camera)?.name ?? camera}
            </Button>
          ))}
        </dd>
      </dl>
      <div className={styles.actions}>
        {open}
        <Button onClick={() => around.go(one.place.lon, one.place.lat, 17)}>{w.zoomIn}</Button>
      </div>
    </Framed>
  );
}

function GridPanel({ code, around }: { code: string; around: Around }) {
  const w = useWords(mapPage);
  const path = useNames(around.grid);
  const cell = around.grid?.features.find((one) => one.properties.code === code)?.properties;
  const cameras = [...around.cameras.values()].filter((one) => one.grid.startsWith(code));
  return (
    <Framed title={cell?.name ?? code} close={around.close}>
      <dl>
        <dt>{w.id}</dt><dd>{code}</dd>
        <dt>{w.path}</dt><dd>{path(code)}</dd>
        <dt>{w.number}</dt><dd>{w.count(around.counts?.grids[code] ?? 0)}</dd>
        <dt>{w.tableCameras}</dt><dd>{cameras.length}</dd>
      </dl>
      <States rows={cameras} />
      <div className={styles.actions}>
        <Button type="primary" onClick={() => around.only(code)}>{w.onlyThis}</Button>
        {cell && <Button onClick={() => around.go(cell.lon, cell.lat, { 6: 11, 9: 13, 12: 14.5 }[code.length] ?? 16)}>{w.zoomIn}</Button>}
      </div>
    </Framed>
  );
}

const WORST_FIRST = ["offline", "login_stopped", "blind", "late", "unknown", "off", "ok"];
const LISTED = 60;

function ClusterPanel({ picked, around }: { picked: Extract<Picked, { kind: "cluster" }>; around: Around }) {
  const w = useWords(mapPage);
  const rows = picked.ids.map((id) => around.cameras.get(id)).filter((one) => one !== undefined);
  const sorted = rows.toSorted((a, b) => WORST_FIRST.indexOf(a.state) - WORST_FIRST.indexOf(b.state) || a.id.localeCompare(b.id));
  return (
    <Framed title={w.cluster(picked.total)} close={around.close}>
      <div className={styles.actions}>
        <Button type="primary" onClick={() => around.go(picked.at[0], picked.at[1], picked.zoom)}>{w.zoomIn}</Button>
      </div>
      <States rows={rows} />
      {picked.total > LISTED && <p>{w.first(Math.min(LISTED, rows.length))}</p>}
      <ul className={styles.leaves}>
        {sorted.slice(0, LISTED).map((one) => (
          <li key={one.id}>
            <Button type="link" onClick={() => around.pick({ kind: "camera", id: one.id })}>{one.name}</Button>
            <State of={one.state} />
          </li>
        ))}
      </ul>
    </Framed>
  );
}

function States({ rows }: { rows: readonly CameraRow[] }) {
  const counts = new Map<string, number>();
  for (const one of rows) counts.set(one.state, (counts.get(one.state) ?? 0) + 1);
  return (
    <ul className={styles.states}>
      {WORST_FIRST.filter((state) => counts.has(state)).map((state) => <li key={state}><State of={state} /> {counts.get(state)}</li>)}
    </ul>
  );
}
