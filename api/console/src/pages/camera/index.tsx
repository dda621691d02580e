// One camera: how it is, what it is checked for, how its places are measured, turning it.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Spin, Tabs } from "antd";
import { Link, useParams } from "react-router";
import { ask, client } from "../../api/client";
import { PageFrame } from "../../parts/PageFrame";
import { Trouble, useTold } from "../../parts/Trouble";
import { useAddress } from "../../parts/useAddress";
import { useKeys } from "../../shell/keys";
import { useWords } from "../../words/useWords";
import { Calibration } from "./Calibration";
import styles from "./camera.module.css";
import { Checks } from "./Checks";
import { Overview } from "./Overview";
import { Turning } from "./Turning";
import { cameraWords } from "./words";

const TABS = ["overview", "checks", "calibration", "ptz"] as const;

export default function CameraPage() {
  const { id = "" } = useParams();
  const w = useWords(cameraWords);
  const { message } = App.useApp();
  const why = useTold();
  const queries = useQueryClient();
  const [search, set] = useAddress();
  const tab = TABS.find((one) => one === search.get("tab")) ?? "overview";
  const live = search.get("live") === "1";
  const found = useQuery({
    queryKey: ["camera", id],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras/{camera_id}", { params: { path: { camera_id: id } }, signal })),
    refetchInterval: 10_000,
  });
  const look = useMutation({
    mutationFn: () => ask(client.POST("/api/v1/cameras/{camera_id}/look", { params: { path: { camera_id: id } } })),
    onSuccess: (told) => {
      if (told.outcome === "picture") void message.success(w.lookPicture);
      else if (told.outcome === "waiting") void message.info(w.lookWaiting);
      else void message.warning(w.lookFailed(told.detail ?? told.kind ?? ""));
      void queries.invalidateQueries({ queryKey: ["camera", id] });
    },
    onError: (error) => void message.error(why(error)),
  });
  const accept = useMutation({
    mutationFn: () => ask(client.POST("/api/v1/cameras/{camera_id}/view", { params: { path: { camera_id: id } } })),
    onSuccess: () => void message.success(w.turnedDone),
    onError: (error) => void message.error(why(error)),
  });
  useKeys([
    { key: "l", told: w.look, act: () => { if (!look.isPending) look.mutate(); } },
    { key: "v", told: live ? w.unwatch : w.watch, act: () => set({ live: live ? null : "1" }) },
    ...TABS.map((one, i) => ({ key: String(i + 1), told: w.tabs[one], act: () => set({ tab: one === "overview" ? null : one }) })),
  ]);
  const camera = found.data;
  const turned = camera?.health?.kind === "turned";
  return (
    <PageFrame
      title={camera?.name ?? id}
      flush
      tools={camera && (
        <>
          {turned && <Button onClick={() => accept.mutate()} loading={accept.isPending}>{w.turnedOk}</Button>}
          <Button onClick={() => set({ live: live ? null : "1" })} aria-pressed={live} type={live ? "primary" : "default"}>{live ? w.unwatch : w.watch}</Button>
          <Button onClick={() => look.mutate()} loading={look.isPending}>{look.isPending ? w.looking : w.look}</Button>
          <Link to={`/wall?cams=${encodeURIComponent(id)}`}>{w.wall}</Link>
        </>
      )}
    >
      <div className={styles.page}>
        {found.isPending ? <Spin /> : found.isError ? <Trouble error={found.error} again={found.refetch} /> : (
          <Tabs
            activeKey={tab}
            onChange={(one) => set({ tab: one === "overview" ? null : one })}
            destroyOnHidden
            items={[
              { key: "overview", label: w.tabs.overview, children: <Overview camera={found.data} live={live} /> },
              { key: "checks", label: w.tabs.checks, children: <Checks camera={found.data} /> },
              { key: "calibration", label: w.tabs.calibration, children: <Calibration camera={found.data} /> },
              { key: "ptz", label: w.tabs.ptz, children: <Turning camera={found.data} live={live} /> },
            ]}
          />
        )}
      </div>
    </PageFrame>
  );
}
