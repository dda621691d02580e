// The same as the map, as tables: for who cannot use a map, or wants to read.
import { Button, Table, Tabs } from "antd";
import { Link } from "react-router";
import { Ago } from "../../parts/Ago";
import { CameraState, Status } from "../../parts/Tags";
import { common } from "../../words/common";
import { useOwner } from "../../words/useOwner";
import { usePick, useWords } from "../../words/useWords";
import type { MapSettings } from "../../parts/map/settings";
import type { Counts, GridFile, Incidents } from "./data";
import type { CameraRow } from "./features";
import styles from "./map.module.css";
import { mapPage } from "./words";

const PAGES = { defaultPageSize: 50, showSizeChanger: false, hideOnSinglePage: true };

export function List({ cameras, waiting, incidents, grid, counts, base, show }: {
  cameras: readonly CameraRow[];
  waiting: boolean; // for the cameras
  incidents: Incidents | undefined;
  grid: GridFile | undefined;
  counts: Counts | undefined;
  base: MapSettings | undefined;
  show: (chosen: string, lon: number, lat: number) => void;
}) {
  const w = useWords(mapPage);
  const c = useWords(common);
  const pick = usePick();
  const ownerOf = useOwner();
  const names = new Map(grid?.features.map((one) => [one.properties.code, one.properties.name]));
  const named = (code: string) => names.get(code) ?? code;
  const matter = (key: string) => {
    const told = base?.matters[key];
    return told ? pick(told[0], told[1]) : key;
  };
  const open = (incidents?.ids ?? []).map((id, index) => ({
    id,
    lon: incidents?.lon[index] ?? 0,
    lat: incidents?.lat[index] ?? 0,
    status: incidents?.status[index] ?? "",
    matter: incidents?.matter[index] ?? "",
    grid: incidents?.grid[index] ?? "",
    seen: new Date((incidents?.created[index] ?? 0) * 1000).toISOString(),
    waits: String(incidents?.waits[index] ?? 0),
  }));
  const cells = (grid?.features ?? [])
    .map(({ properties: one }) => ({ ...one, n: counts?.grids[one.code] ?? 0 }))
    .toSorted((a, b) => b.n - a.n || a.code.localeCompare(b.code));
  const onMap = (kind: string) => ({
    title: "",
    key: "show",
    render: (_: unknown, one: { id?: string; code?: string; lon: number; lat: number; name?: string }) => (
      <Button size="small" onClick={() => show(`${kind}:${one.id ?? one.code ?? ""}`, one.lon, one.lat)}>{w.showOnMap}</Button>
    ),
  });
  return (
    <div className={styles.list}>
      <Tabs
        items={[
          {
            key: "incidents",
            label: `${w.tableIncidents} (${incidents?.total ?? 0})`,
            children: (
              <Table
                size="small" rowKey="id" loading={incidents === undefined} dataSource={open} pagination={PAGES}
                columns={[
                  { title: w.urgency, dataIndex: "waits", render: (of: string) => w.waits[of] },
                  { title: c.incident, dataIndex: "id", render: (id: string, one) => <Link to={`/case/${encodeURIComponent(id)}`}>{matter(one.matter)}</Link> },
                  { title: w.status, dataIndex: "status", render: (of: string) => <Status of={of} /> },
                  { title: w.grid, dataIndex: "grid", render: named },
                  { title: w.seen, dataIndex: "seen", render: (at: string) => <Ago at={at} /> },
                  onMap("incident"),
                ]}
              />
            ),
          },
          {
            key: "cameras",
            label: `${w.tableCameras} (${cameras.length})`,
            children: (
              <Table
                size="small" rowKey="id" loading={waiting} dataSource={[...cameras]} pagination={PAGES}
                columns={[
                  { title: w.name, dataIndex: "name", render: (name: string, one) => <Link to={`/camera/${encodeURIComponent(one.id)}`}>{name}</Link> },
                  { title: w.id, dataIndex: "id" },
                  { title: w.state, dataIndex: "state", sorter: (a, b) => a.state.localeCompare(b.state), render: (of: string) => (of === "off" ? w.off : <CameraState of={of} />) },
                  { title: c.owner, dataIndex: "owner", render: ownerOf },
                  { title: w.grid, dataIndex: "grid", render: named },
                  onMap("camera"),
                ]}
              />
            ),
          },
          {
            key: "grids",
            label: `${w.tableGrids} (${cells.length})`,
            children: (
              <Table
                size="small" rowKey="code" loading={grid === undefined} dataSource={cells} pagination={PAGES}
                columns={[
                  { title: w.name, dataIndex: "name" },
                  { title: w.id, dataIndex: "code" },
                  { title: w.levelTold, dataIndex: "level", render: (of: string) => w.level[of] },
                  { title: w.number, dataIndex: "n", sorter: (a, b) => a.n - b.n },
                  onMap("grid"),
                ]}
              />
            ),
          },
        ]}
      />
    </div>
  );
}
