// How a camera's places are measured: point pairs clicked in the picture and on the map, checked while they are clicked.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Select, Spin } from "antd";
import { useMemo, useState, type MouseEvent } from "react";
import { ask, client } from "../../api/client";
import { useMay } from "../../api/me";
import { isProblem } from "../../api/problem";
import type { components } from "../../api/schema.gen";
import type { LonLat } from "../../geo/gcj";
import { pictureOf, type Shown } from "../../parts/live/CameraView";
import { PointMap, type GroundPoint } from "../../parts/PointMap";
import { Trouble, useTold } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import { usePick, useWords } from "../../words/useWords";
import { CheckedPairs } from "./CheckedPairs";
import styles from "./camera.module.css";
import { Origin } from "./Origin";
import { inDatum, isWhole, NO_PAIR, numbered, placed, sent, typed, wgsOf, type Datum, type Pair } from "./pairs";
import { PairTable } from "./PairTable";
import { useSettled } from "../../parts/useSettled";
import { moreWords } from "./words";

type Schema = components["schemas"];
const DATUMS: readonly { value: Datum; label: string }[] = [
  { value: "WGS84", label: "WGS-84 / CGCS2000" },
  { value: "GCJ02", label: "GCJ-02（高德 Amap，腾讯 Tencent）" },
  { value: "BD09", label: "BD-09（百度 Baidu）" },
];
const LEAST = 6;
const MOST = 64;
const SETTLED_MS = 350; // after the last click it is checked

type Place = Shown & { readonly lon: number; readonly lat: number };

export function Calibration({ camera }: { camera: Place }) {
  const now = useQuery({
    queryKey: ["camera", camera.id, "calibration"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras/{camera_id}/calibration", { params: { path: { camera_id: camera.id } }, signal })),
  });
  const over = useQuery({
    queryKey: ["camera", camera.id, "overlay"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras/{camera_id}/overlay", { params: { path: { camera_id: camera.id } }, signal })),
  });
  if (now.isPending || over.isPending) return <Spin />;
  if (now.isError) return <Trouble error={now.error} again={now.refetch} />;
  if (over.isError) return <Trouble error={over.error} again={over.refetch} />;
  return <Editing camera={camera} now={now.data} over={over.data as Schema["OverlayOut"]} />;
}

function Editing({ camera, now, over }: { camera: Place; now: Schema["CalibrationOut"]; over: Schema["OverlayOut"] }) {
  const w = useWords(moreWords);
  const pick = usePick();
  const times = useTimes();
  const why = useTold();
  const { message } = App.useApp();
  const may = useMay();
  const queries = useQueryClient();
  const [datum, setDatum] = useState<Datum>("WGS84");
  const [own, setOwn] = useState<readonly Pair[] | null>(null); // null: those in force, as nothing was changed here
  const [chosen, setChosen] = useState<number | null>(null);
  const [from, setFrom] = useState<string | null>(null); // version over which it is being changed
  const inForce = useMemo(() => now.points.map(({ x, y, lon, lat }): Pair => ({ x, y, ...placed([lon, lat], datum) })), [now.points, datum]);
  const pairs = own ?? inForce;
  const whole = useMemo(() => pairs.filter(isWhole).map((pair) => sent(pair, datum)), [pairs, datum]);
  const settled = useSettled(whole, SETTLED_MS);
  const path = { camera_id: camera.id };
  const check = useQuery({
    queryKey: ["camera", camera.id, "check", settled],
    queryFn: ({ signal }) => ask(client.POST("/api/v1/cameras/{camera_id}/calibration/check", { params: { path }, body: { datum, save: false, points: [...settled] }, signal })),
    enabled: settled.length >= LEAST && may("cameras"),
    staleTime: Infinity,
    retry: false,
    placeholderData: keepPreviousData,
  });
  const checked = settled.length >= LEAST && check.data?.points.length === whole.length ? check.data : undefined;
  const fresh = checked !== undefined && settled === whole && !check.isPlaceholderData; // it is about what is shown
  const save = useMutation({
    mutationFn: (version: string) =>
      ask(client.POST("/api/v1/cameras/{camera_id}/calibration/check", { params: { path, header: { "if-match": `"${version}"` } }, body: { datum, save: true, points: [...whole] } })),
    onSuccess: async () => {
      void message.success(w.saved);
      await queries.invalidateQueries({ queryKey: ["camera", camera.id] });
      await queries.invalidateQueries({ queryKey: ["map"] });
      reset();
    },
  });
  const accept = useMutation({
    mutationFn: () => ask(client.POST("/api/v1/cameras/{camera_id}/calibration/accept", { params: { path } })),
    onSuccess: () => {
      void message.success(w.accepted);
      void queries.invalidateQueries({ queryKey: ["camera", camera.id, "calibration"] });
    },
    onError: (error) => void message.error(why(error)),
  });
  const reset = () => {
    setOwn(null);
    setChosen(null);
    setFrom(null);
    save.reset();
  };
  const set = (next: readonly Pair[]) => {
    if (from === null) setFrom(over.version);
    save.reset();
    setOwn(next);
  };
  const put = (index: number, part: Partial<Pair>) => set(pairs.map((pair, i) => (i === index ? { ...pair, ...part } : pair)));
  const add = (part: Partial<Pair>) => {
    if (pairs.length >= MOST) return;
    set([...pairs, { ...NO_PAIR, ...part }]);
    setChosen(pairs.length);
  };
  /** What is clicked belongs to the chosen pair where that lacks it, else to one that lacks it, else to a new one. */
  const clicked = (lacks: (pair: Pair) => boolean, part: Partial<Pair>) => {
    const current = chosen === null ? undefined : pairs[chosen];
    const index = chosen !== null && current !== undefined && (lacks(current) || !isWhole(current)) ? chosen : pairs.findIndex(lacks);
    if (index < 0) add(part);
    else {
      put(index, part);
      setChosen(index);
    }
  };
  const onPicture = (event: MouseEvent<HTMLDivElement>) => {
    const box = event.currentTarget.getBoundingClientRect();
    clicked((pair) => pair.x === null, { x: (event.clientX - box.left) / box.width, y: (event.clientY - box.top) / box.height });
  };
  const onMap = (at: LonLat) => clicked((pair) => pair.place === null && pair.text === "", placed(at, datum));

  const numbers = useMemo(() => numbered(pairs), [pairs]);
  const results = new Map(checked?.points.map((point) => [point.number, point]));
  const resultOf = (index: number) => results.get(numbers[index] ?? 0);
  const indexOf = (number: number) => numbers.indexOf(number);
  const points = useMemo(() => {
    const bad = new Set(checked?.points.filter((point) => !point.used).map((point) => point.number));
    return pairs.flatMap((pair, i): GroundPoint[] => {
      const at = wgsOf(pair, datum);
      return at === null ? [] : [{ number: i + 1, at, is: i === chosen ? "chosen" : bad.has(numbers[i] ?? 0) ? "bad" : "plain" }];
    });
  }, [pairs, numbers, datum, chosen, checked]);
  const view = useMemo((): LonLat[] => (checked?.view ?? []).map((at): LonLat => [at[0] ?? 0, at[1] ?? 0]), [checked]);
  const src = pictureOf(camera);
  const open = chosen === null ? undefined : pairs[chosen];
  const hint = chosen === null || open === undefined || isWhole(open) ? w.clickBoth : open.x === null ? w.nowPicture(chosen + 1) : w.nowMap(chosen + 1);
  return (
    <div>
      <Origin camera={camera.id} overlay={over} parts={["ground_points"]} />
      <Alert
        type={now.doubted_since !== null ? "warning" : "info"}
        showIcon
        title={`${w.how}: ${w.by[now.by] ?? now.by}${now.error_m !== null ? ` · ${now.error_m.toFixed(1)} m` : ""}${now.calibrated_at !== null ? ` · ${times.short(now.calibrated_at)}` : ""}`}
        description={pick(now.why, now.why_en)}
        action={now.doubted_since !== null && may("cameras") && <Button size="small" loading={accept.isPending} onClick={() => accept.mutate()}>{w.accept}</Button>}
      />
      <p className={styles.help} role="status">{hint}</p>
      <div className={styles.halves}>
        {/* eslint-disable-next-line jsx-a11y/click-events-have-key-events, jsx-a11y/no-static-element-interactions -- the table below takes the same numbers by keyboard */}
        <div className={styles.clickable} onClick={onPicture} data-testid="picture">
          {src !== null ? <img src={src} alt={camera.name} draggable={false} /> : <div className={styles.blank}>{w.noPicture}</div>}
          {pairs.map((pair, i) => pair.x !== null && pair.y !== null && (
            <span key={i} className={styles.mark} data-chosen={i === chosen} data-bad={resultOf(i)?.used === false} style={{ left: `${pair.x * 100}%`, top: `${pair.y * 100}%` }}>{i + 1}</span>
          ))}
          {checked?.points.map((point) => !point.used && point.others_x !== null && point.others_y !== null && (
            <span key={`o${point.number}`} className={styles.mark} data-is="others" title={w.others} style={{ left: `${point.others_x * 100}%`, top: `${point.others_y * 100}%` }}>{indexOf(point.number) + 1}</span>
          ))}
        </div>
        <PointMap
          camera={camera.id}
          lon={camera.lon}
          lat={camera.lat}
          points={points}
          view={view}
          height={400}
          told={w.mapTold}
          name={w.onMap}
          onPlace={onMap}
          onMove={(number, at) => put(number - 1, placed(at, datum))}
          onChoose={(number) => setChosen(number - 1)}
        />
      </div>
      <div className={styles.split}>
        <section>
          <div className={styles.bar}>
            <Select value={datum} options={[...DATUMS]} aria-label={w.datum} onChange={(value: Datum) => { setDatum(value); if (own !== null) setOwn(inDatum(own, value)); }} popupMatchSelectWidth={false} />
            <Button onClick={() => add({})}>{w.addPair}</Button>
            <Button disabled={pairs.length === 0} onClick={() => { set([]); setChosen(null); }}>{w.anew}</Button>
            {own !== null && <Button onClick={reset}>{w.undoAll}</Button>}
          </div>
          <PairTable
            pairs={pairs}
            chosen={chosen}
            resultOf={resultOf}
            choose={setChosen}
            put={put}
            type={(i, text) => put(i, typed(text))}
            remove={(i) => { set(pairs.filter((_, j) => j !== i)); setChosen(null); }}
          />
        </section>
        <section className={styles.side}>
          <div className={styles.bar}>
            <Button type="primary" disabled={own === null || !fresh || !checked.usable || save.isPending || !may("cameras")} loading={save.isPending} onClick={() => save.mutate(from ?? over.version)}>{w.saveCalibration}</Button>
            {whole.length < LEAST && <span className={styles.help}>{w.notYet} ({whole.length}/{LEAST})</span>}
            {check.isFetching && <Spin size="small" />}
          </div>
          {!may("cameras") && <Alert type="info" showIcon title={w.mayNot} />}
          {save.isError && (
            <Alert
              type="error"
              showIcon
              title={why(save.error)}
              action={isProblem(save.error, 412) && <Button size="small" danger onClick={() => save.mutate("*")}>{w.saveMine}</Button>}
            />
          )}
          {check.isError && <Alert type="error" showIcon title={why(check.error)} />}
          {checked !== undefined && <CheckedPairs checked={checked as Schema["CheckedOut"]} nameOf={(number) => indexOf(number) + 1} />}
        </section>
      </div>
    </div>
  );
}
