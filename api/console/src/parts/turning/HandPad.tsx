// Turning a camera by hand: it is held first, so that nobody else turns it and its looks are not judged meanwhile.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, InputNumber, Select, Spin } from "antd";
import { useEffect, useRef, useState } from "react";
import { ask, client } from "../../api/client";
import { useMay, useMe } from "../../api/me";
import type { components } from "../../api/schema.gen";
import { useKeys } from "../../shell/keys";
import { usePick, useWords } from "../../words/useWords";
import { Trouble, useTold } from "../Trouble";
import { useTimes } from "../useTimes";
import styles from "./turning.module.css";
import { turningWords } from "./words";

type Turn = components["schemas"]["TurnIn"];
const STEPS = [2, 5, 15, 30].map((value) => ({ value, label: `${value}°` }));

/** Hold, turn and give back one camera; says so where it cannot be turned. `givesBack`: what one holds when it closes. */
export function HandPad({ cameraId, givesBack = false }: { cameraId: string; givesBack?: boolean }) {
  const w = useWords(turningWords);
  const rules = useQuery({
    queryKey: ["camera", cameraId, "rules"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras/{camera_id}/rules", { params: { path: { camera_id: cameraId } }, signal })),
  });
  if (rules.isPending) return <Spin />;
  if (rules.isError) return <Trouble error={rules.error} again={rules.refetch} />;
  return rules.data.ptz === null ? <p className={styles.none}>{w.noPtz}</p> : <Pad cameraId={cameraId} givesBack={givesBack} presets={presetsOf(rules.data.ptz)} />;
}

function presetsOf(ptz: Readonly<Record<string, unknown>>): { value: string; label: string }[] {
  const presets = Array.isArray(ptz.presets) ? (ptz.presets as { token: string; name: string }[]) : [];
  return presets.map((one) => ({ value: one.token, label: one.name }));
}

function Pad({ cameraId, givesBack, presets }: { cameraId: string; givesBack: boolean; presets: { value: string; label: string }[] }) {
  const w = useWords(turningWords);
  const pick = usePick();
  const times = useTimes();
  const why = useTold();
  const me = useMe().data?.name ?? "console"; // the name under which one holds it
  const queries = useQueryClient();
  const [step, setStep] = useState(5);
  const [minutes, setMinutes] = useState(10);
  const path = { camera_id: cameraId };
  const key = ["camera", cameraId, "hold"];
  const head = useQuery({
    queryKey: key,
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras/{camera_id}/hold", { params: { path }, signal })),
    refetchInterval: 4000,
  });
  const again = () => void queries.invalidateQueries({ queryKey: key });
  const hold = useMutation({ mutationFn: () => ask(client.POST("/api/v1/cameras/{camera_id}/hold", { params: { path }, body: { who: me, minutes } })), onSettled: again });
  const release = useMutation({ mutationFn: () => ask(client.DELETE("/api/v1/cameras/{camera_id}/hold", { params: { path, query: { who: me } } })), onSettled: again });
  const turn = useMutation({
    mutationFn: (to: Partial<Turn>) => ask(client.POST("/api/v1/cameras/{camera_id}/turn", { params: { path }, body: { who: me, home: false, pan_deg: 0, tilt_deg: 0, zoom: 0, ...to } })),
    onSettled: again,
  });
  const mine = head.data?.held_by === me;
  const may = useMay();
  const left = useRef(() => {}); // what is to be done once the pad is no more
  useEffect(() => {
    left.current = () => { if (givesBack && mine) release.mutate(); };
  });
  useEffect(() => () => left.current(), []);
  const go = (to: Partial<Turn>) => { if (mine && !turn.isPending) turn.mutate(to); };
  useKeys(mine ? [
    { key: "ArrowLeft", told: w.left, act: () => go({ pan_deg: -step }) },
    { key: "ArrowRight", told: w.right, act: () => go({ pan_deg: step }) },
    { key: "ArrowUp", told: w.up, act: () => go({ tilt_deg: step }) },
    { key: "ArrowDown", told: w.down, act: () => go({ tilt_deg: -step }) },
    { key: "+", told: w.zoomIn, act: () => go({ zoom: 0.1 }) },
    { key: "-", told: w.zoomOut, act: () => go({ zoom: -0.1 }) },
    { key: "h", told: w.home, act: () => go({ home: true }) },
  ] : []);
  if (head.isPending) return <Spin />;
  if (head.isError) return <Trouble error={head.error} again={head.refetch} />;
  const error = hold.error ?? turn.error ?? release.error;
  return (
    <div>
      <div className={styles.bar}>
        <span className={styles.held} aria-live="polite">
          {w.stand[head.data.stand] ?? head.data.stand} · {head.data.held_by === null ? w.holdFirst : mine ? w.heldByMe : w.heldBy(head.data.held_by)}
          {head.data.held_until !== null && ` ${w.until} ${times.short(head.data.held_until)}`}
        </span>
      </div>
      <div className={styles.bar}>
        <InputNumber min={1} max={120} value={minutes} onChange={(value) => setMinutes(value ?? 10)} suffix={w.minutes} aria-label={w.minutes} style={{ width: 110 }} />
        <Button type={mine ? "default" : "primary"} loading={hold.isPending} disabled={!may("turn") || (head.data.held_by !== null && !mine)} onClick={() => hold.mutate()}>{w.hold}</Button>
        <Button disabled={!mine} loading={release.isPending} onClick={() => release.mutate()}>{w.release}</Button>
        <Select value={step} options={STEPS} aria-label={w.step} onChange={(value: number) => setStep(value)} />
        {presets.length > 0 && <Select placeholder={w.presets} aria-label={w.presets} options={presets} value={null} disabled={!mine} onChange={(preset: string | null) => { if (preset !== null) go({ preset }); }} style={{ minWidth: 130 }} />}
      </div>
      <div className={styles.pad} role="group" aria-label={w.step}>
        <Button disabled={!mine} onClick={() => go({ zoom: -0.1 })} aria-label={w.zoomOut}>−</Button>
        <Button disabled={!mine} onClick={() => go({ tilt_deg: step })} aria-label={w.up}>▲</Button>
        <Button disabled={!mine} onClick={() => go({ zoom: 0.1 })} aria-label={w.zoomIn}>+</Button>
        <Button disabled={!mine} onClick={() => go({ pan_deg: -step })} aria-label={w.left}>◀</Button>
        <Button disabled={!mine} onClick={() => go({ home: true })} aria-label={w.home}>⌂</Button>
        <Button disabled={!mine} onClick={() => go({ pan_deg: step })} aria-label={w.right}>▶</Button>
        <span />
        <Button disabled={!mine} onClick={() => go({ tilt_deg: -step })} aria-label={w.down}>▼</Button>
      </div>
      <div aria-live="polite">
        {turn.isPending ? w.turning : turn.data && (turn.data.arrived ? w.arrived : <Alert type="warning" showIcon title={pick(turn.data.why, turn.data.why_en)} />)}
        {error !== null && <Alert type="warning" showIcon title={why(error)} />}
      </div>
    </div>
  );
}
