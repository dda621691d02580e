// How a camera's places are measured: point pairs clicked in the picture and typed from a map, with the held-out error.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Input, InputNumber, Select, Spin } from "antd";
import { useState, type MouseEvent } from "react";
import { ask, client } from "../../api/client";
import { useMay } from "../../api/me";
import type { components } from "../../api/schema.gen";
import { pictureOf, type Shown } from "../../parts/live/CameraView";
import { Trouble, useTold } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import { usePick, useWords } from "../../words/useWords";
import styles from "./camera.module.css";
import { isWhole, NO_PAIR, readPlace, type Pair } from "./pairs";
import { moreWords } from "./words";

type Datum = components["schemas"]["Datum"];
const DATUMS: readonly { value: Datum; label: string }[] = [
  { value: "WGS84", label: "WGS-84 / CGCS2000" },
  { value: "GCJ02", label: "GCJ-02 (高德 Amap, 腾讯 Tencent)" },
  { value: "BD09", label: "BD-09 (百度 Baidu)" },
];
const LEAST = 6;
const MOST = 64;

export function Calibration({ camera }: { camera: Shown }) {
  const w = useWords(moreWords);
  const pick = usePick();
  const times = useTimes();
  const why = useTold();
  const { message } = App.useApp();
  const may = useMay();
  const queries = useQueryClient();
  const [pairs, setPairs] = useState<readonly Pair[]>([]);
  const [chosen, setChosen] = useState<number | null>(null);
  const [datum, setDatum] = useState<Datum>("WGS84");
  const now = useQuery({
    queryKey: ["camera", camera.id, "calibration"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras/{camera_id}/calibration", { params: { path: { camera_id: camera.id } }, signal })),
  });
  const whole = pairs.filter(isWhole);
  const check = useMutation({
    mutationFn: (save: boolean) =>
      ask(client.POST("/api/v1/cameras/{camera_id}/calibration/check", {
        params: { path: { camera_id: camera.id } },
        body: { datum, save, points: whole.map(({ x, y, lon, lat }) => ({ x, y, lon, lat })) },
      })),
    onSuccess: (told) => {
      if (told.saved) {
        void message.success(w.saved);
        void queries.invalidateQueries({ queryKey: ["camera", camera.id] });
      }
    },
  });
  const accept = useMutation({
    mutationFn: () => ask(client.POST("/api/v1/cameras/{camera_id}/calibration/accept", { params: { path: { camera_id: camera.id } } })),
    onSuccess: () => {
      void message.success(w.accepted);
      void queries.invalidateQueries({ queryKey: ["camera", camera.id, "calibration"] });
    },
    onError: (error) => void message.error(why(error)),
  });
  const put = (index: number, part: Partial<Pair>) => {
    check.reset();
    setPairs((before) => before.map((pair, i) => (i === index ? { ...pair, ...part } : pair)));
  };
  const add = () => {
    if (pairs.length >= MOST) return;
    check.reset();
    setPairs([...pairs, NO_PAIR]);
    setChosen(pairs.length);
  };
  const clicked = (event: MouseEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    const part = { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height };
    if (chosen !== null) put(chosen, part);
    else if (pairs.length < MOST) {
      check.reset();
      setPairs([...pairs, { ...NO_PAIR, ...part }]);
      setChosen(pairs.length);
    }
  };
  const results = new Map(check.data?.points.map((point) => [point.number, point]));
  const numberOf = (index: number) => pairs.slice(0, index + 1).filter(isWhole).length;
  const src = pictureOf(camera);
  return (
    <div className={styles.split}>
      <section>
        {now.isPending ? <Spin /> : now.isError ? <Trouble error={now.error} again={now.refetch} /> : (
          <Alert
            type={now.data.doubted_since !== null ? "warning" : "info"}
            showIcon
            title={`${w.how}: ${w.by[now.data.by] ?? now.data.by}${now.data.error_m !== null ? ` · ${now.data.error_m.toFixed(1)} m` : ""}${now.data.calibrated_at !== null ? ` · ${times.short(now.data.calibrated_at)}` : ""}`}
            description={pick(now.data.why, now.data.why_en)}
            action={now.data.doubted_since !== null && <Button size="small" loading={accept.isPending} onClick={() => accept.mutate()}>{w.accept}</Button>}
          />
        )}
        <p className={styles.help}>{w.clickPicture}</p>
        {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the fields beside it take the same numbers by keyboard */}
        <div className={styles.clickable} onClick={clicked}>
          {src !== null && <img src={src} alt={camera.name} draggable={false} />}
          {pairs.map((pair, i) => pair.x !== null && pair.y !== null && (
            <span key={i} className={styles.mark} data-chosen={i === chosen} style={{ left: `${pair.x * 100}%`, top: `${pair.y * 100}%` }}>{i + 1}</span>
          ))}
          {check.data?.points.map((point) => point.others_x !== null && point.others_y !== null && (
            <span key={`o${point.number}`} className={styles.mark} data-is="others" title={w.others} style={{ left: `${point.others_x * 100}%`, top: `${point.others_y * 100}%` }}>{point.number}</span>
          ))}
        </div>
      </section>
      <section className={styles.side}>
        <div className={styles.bar}>
          <Select value={datum} options={[...DATUMS]} aria-label={w.datum} onChange={(value: Datum) => setDatum(value)} popupMatchSelectWidth={false} />
          <Button onClick={add}>{w.addPair}</Button>
        </div>
        <table className={styles.table}>
          <thead><tr><th>{w.pairs}</th><th>x %</th><th>y %</th><th>{w.lon}, {w.lat}</th><th>{w.off}</th><th /></tr></thead>
          <tbody>
            {pairs.map((pair, i) => {
              const result = isWhole(pair) ? results.get(numberOf(i)) : undefined;
              return (
                <tr key={i} onFocus={() => setChosen(i)}>
                  <th scope="row"><Button size="small" type={i === chosen ? "primary" : "default"} aria-label={w.pair(i + 1)} onClick={() => setChosen(i)}>{i + 1}</Button></th>
                  <td><Share label={`${w.pair(i + 1)} x`} value={pair.x} put={(x) => put(i, { x })} /></td>
                  <td><Share label={`${w.pair(i + 1)} y`} value={pair.y} put={(y) => put(i, { y })} /></td>
                  <td><Place label={`${w.pair(i + 1)} ${w.lon}, ${w.lat}`} put={(place) => put(i, place ?? { lon: null, lat: null })} /></td>
                  <td>{result !== undefined && (result.off_m === null ? "—" : `${result.off_m.toFixed(2)}${result.used ? "" : ` (${w.unused})`}`)}</td>
                  <td><Button size="small" aria-label={w.removePair(i + 1)} onClick={() => { check.reset(); setPairs(pairs.filter((_, j) => j !== i)); setChosen(null); }}>−</Button></td>
                </tr>
              );
            })}
          </tbody>
        </table>
        <div className={styles.bar}>
          <Button disabled={whole.length < LEAST || !may("cameras")} loading={check.isPending} onClick={() => check.mutate(false)}>{w.check}</Button>
          <Button type="primary" disabled={check.data?.usable !== true || check.isPending} onClick={() => check.mutate(true)}>{w.saveCalibration}</Button>
          {whole.length < LEAST && <span className={styles.help}>{w.notYet} ({whole.length}/{LEAST})</span>}
        </div>
        {check.isError && <Alert type="error" showIcon title={why(check.error)} />}
        {check.data && (
          <div aria-live="polite">
            {check.data.median_m !== null && <Alert type={check.data.usable ? "success" : "warning"} showIcon title={w.median(check.data.median_m.toFixed(2))} />}
            {check.data.faults.map((fault) => <Alert key={fault.code} type={fault.fatal ? "error" : "warning"} showIcon title={fault.what} description={fault.cure} />)}
          </div>
        )}
      </section>
    </div>
  );
}

function Share({ label, value, put }: { label: string; value: number | null; put: (to: number | null) => void }) {
  return <InputNumber size="small" aria-label={label} min={0} max={100} step={0.5} value={value === null ? null : Math.round(value * 1000) / 10} onChange={(to) => put(to === null ? null : to / 100)} />;
}

function Place({ label, put }: { label: string; put: (place: { lon: number; lat: number } | null) => void }) {
  const [text, setText] = useState("");
  const wrong = text.trim() !== "" && readPlace(text) === null;
  return (
    <Input
      size="small"
      aria-label={label}
      aria-invalid={wrong}
      status={wrong ? "error" : ""}
      placeholder="120.12345, 30.12345"
      value={text}
      onChange={(event) => {
        setText(event.target.value);
        put(readPlace(event.target.value));
      }}
    />
  );
}
