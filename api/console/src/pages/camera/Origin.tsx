// Where what a camera is tuned by comes from: its own file, or what was set here over it; and the way back.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Popconfirm, Tag } from "antd";
import { useState } from "react";
import { ask, client } from "../../api/client";
import { useMay } from "../../api/me";
import type { components } from "../../api/schema.gen";
import { useTold } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import { useWords } from "../../words/useWords";
import { Acts } from "./Acts";
import styles from "./camera.module.css";
import { originWords } from "./words";

type Overlay = components["schemas"]["OverlayOut"];
type Part = Overlay["parts"][number]["part"];

export function Origin({ camera, overlay, parts }: { camera: string; overlay: Overlay; parts: readonly Part[] }) {
  const w = useWords(originWords);
  const times = useTimes();
  const why = useTold();
  const may = useMay();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const [acts, showActs] = useState(false);
  const again = () => void queries.invalidateQueries({ queryKey: ["camera", camera] });
  const back = useMutation({
    mutationFn: (part: Part) =>
      ask(client.PATCH("/api/v1/cameras/{camera_id}/overlay", {
        params: { path: { camera_id: camera }, header: { "if-match": `"${overlay.version}"` } },
        body: part === "ground_points" ? { ground_points: null, calibration: null } : { [part]: null },
      })),
    onSuccess: () => {
      void message.success(w.backDone);
      again();
    },
    onError: (error) => {
      void message.error(why(error));
      again();
    },
  });
  const keep = useMutation({
    mutationFn: (part: Part) =>
      ask(client.POST("/api/v1/cameras/{camera_id}/overlay/keep", {
        params: { path: { camera_id: camera }, query: { part }, header: { "if-match": `"${overlay.version}"` } },
      })),
    onSuccess: () => {
      void message.success(w.kept);
      again();
    },
    onError: (error) => void message.error(why(error)),
  });
  const mine = overlay.parts.filter((one) => parts.includes(one.part));
  const name = (part: Part) => w.part[part] ?? part;
  return (
    <section className={styles.origin} aria-label={w.written(overlay.file, overlay.line)}>
      <div className={styles.bar}>
        <span>{w.written(overlay.file, overlay.line)}</span>
        {mine.map((one) => one.source === "overlay" ? (
          <span key={one.part} className={styles.set}>
            <Tag color="blue">{one.at === null ? w.byHand(name(one.part), overlay.overlay_file) : w.set(name(one.part), one.who || "—", times.short(one.at))}</Tag>
            {may("cameras") && (
              <Popconfirm title={w.sure(name(one.part))} okText={w.yes} cancelText={w.no} onConfirm={() => back.mutate(one.part)}>
                <Button size="small" loading={back.isPending} aria-label={`${w.back}: ${name(one.part)}`}>{w.back}</Button>
              </Popconfirm>
            )}
          </span>
        ) : <Tag key={one.part}>{w.byFile(name(one.part))}</Tag>)}
        <span className={styles.grow} />
        {may("cameras") && <Button size="small" type="text" onClick={() => showActs(true)}>{w.acts}</Button>}
      </div>
      {mine.filter((one) => one.moved_on).map((one) => (
        <Alert
          key={one.part}
          type="warning"
          showIcon
          title={w.movedOn(name(one.part), overlay.file)}
          action={may("cameras") && <Button size="small" loading={keep.isPending} onClick={() => keep.mutate(one.part)}>{w.keep}</Button>}
        />
      ))}
      <Acts camera={camera} version={overlay.version} open={acts} close={() => showActs(false)} />
    </section>
  );
}
