// How a camera is: what it shows, why it was not looked at, hour by hour, and its last looks.
import { useQuery } from "@tanstack/react-query";
import { Button, Empty, Spin } from "antd";
import { useState } from "react";
import { ask, client } from "../../api/client";
import { useMay } from "../../api/me";
import { useRefreshOn } from "../../api/LiveProvider";
import type { components } from "../../api/schema.gen";
import { Ago } from "../../parts/Ago";
import { CameraView } from "../../parts/live/CameraView";
import { CameraState } from "../../parts/Tags";
import { Trouble } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import { common } from "../../words/common";
import { useOwner } from "../../words/useOwner";
import { usePick, useWords } from "../../words/useWords";
import styles from "./camera.module.css";
import { HoursChart } from "./HoursChart";
import { LookPicture, useKindOf } from "./LookPicture";
import { cameraWords } from "./words";

type Camera = components["schemas"]["CameraOut"];
type Kept = components["schemas"]["KeptOut"];
const HOURS = 48;

const text = (value: unknown): string => (typeof value === "string" ? value : "");
const number = (value: unknown): number => (typeof value === "number" ? value : 0);

export function Overview({ camera, live }: { camera: Camera; live: boolean }) {
  const w = useWords(cameraWords);
  const c = useWords(common);
  const pick = usePick();
  const ownerOf = useOwner();
  const times = useTimes();
  const history = useQuery({
    queryKey: ["camera", camera.id, "history"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras/{camera_id}/history", { params: { path: { camera_id: camera.id }, query: { hours: HOURS } }, signal })),
    refetchInterval: 15_000,
  });
  useRefreshOn(["camera"], ["camera", camera.id], 2000);
  const pictures = useQuery({
    queryKey: ["camera", camera.id, "pictures"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras/{camera_id}/pictures", { params: { path: { camera_id: camera.id } }, signal })),
    refetchInterval: 15_000,
  });
  const may = useMay();
  const kindOf = useKindOf();
  const [open, setOpen] = useState<{ kept: Kept; title: string } | null>(null);
  const kept = new Map<string, Kept[]>();
  for (const one of pictures.data?.pictures ?? []) kept.set(one.look_id, [...(kept.get(one.look_id) ?? []), one]);
  const listed = new Set(history.data?.looks.map((look) => look.look_id));
  const older = pictures.data?.pictures.filter((one) => !listed.has(one.look_id) && one.at !== null) ?? [];
  const show = (one: Kept, at: string) => (
    <Button key={one.url} size="small" aria-label={`${w.showPicture} ${times.short(at)} ${kindOf(one)}`} onClick={() => setOpen({ kept: one, title: `${camera.name} · ${times.full(at)}` })}>{kindOf(one)}</Button>
  );
  const health = camera.health;
  return (
    <div className={styles.split}>
      <section>
        <div className={styles.picture}><CameraView camera={camera} live={live} /></div>
        <h2>{w.chart}</h2>
        {history.isPending ? <Spin /> : history.isError ? <Trouble error={history.error} again={history.refetch} /> : (
          <>
            <HoursChart hours={history.data.hours} />
            <h2>{w.looksTitle}</h2>
            {history.data.looks.length === 0 ? <Empty description={w.noLooks} /> : (
              <table className={styles.table}>
                <thead><tr><th>{w.lookAt}</th><th>{w.lookWhy}</th><th>{w.lookBoxes}</th><th>{w.lookTook}</th><th /><th>{w.pictureColumn}</th></tr></thead>
                <tbody>
                  {history.data.looks.map((look) => (
                    <tr key={look.look_id}>
                      <td><Ago at={look.at} /></td>
                      <td title={look.detail}>{look.kind === null ? w.gotPicture : pick(look.why, look.why_en)}</td>
                      <td>{look.boxes ?? "—"}</td>
                      <td>{look.took_s.toFixed(1)} s</td>
                      <td>{w.lookReason[look.reason] ?? look.reason}{look.picture && ` · ${w.here}`}</td>
                      <td>{(kept.get(look.look_id) ?? []).length === 0 || !may("evidence") ? <span className={styles.help}>{w.noPicture}</span> : kept.get(look.look_id)?.map((one) => show(one, look.at))}</td>
                    </tr>
                  ))}
                </tbody>
              </table>
            )}
            <h2>{w.olderTitle}</h2>
            {!may("evidence") ? <p className={styles.help}>{w.mayNotSee}</p> : older.length === 0 ? <p className={styles.help}>{w.noOlder}</p> : (
              <ul className={styles.older}>
                {older.map((one) => <li key={one.url}>{times.short(one.at ?? "")} {show(one, one.at ?? "")}</li>)}
              </ul>
            )}
            <p className={styles.help}>{w.notKept}</p>
            <LookPicture kept={open?.kept ?? null} title={open?.title ?? ""} close={() => setOpen(null)} />
          </>
        )}
      </section>
      <section className={styles.side}>
        <h2>{w.whyTitle} <small>{w.whyHours(HOURS)}</small></h2>
        {history.data && (
          <ul className={styles.whys}>
            {history.data.summary.map((one) => (
              <li key={`${one.what}${one.kind}`} data-what={one.what}>{pick(one.why, one.why_en)}</li>
            ))}
          </ul>
        )}
        <dl className={styles.facts}>
          <dt>{w.facts.state}</dt>
          <dd><CameraState of={text(health?.state) || "unknown"} /> {text(health?.since) && <>{w.facts.since} <Ago at={text(health?.since)} /></>}<br />{text(health?.state) !== "ok" && text(health?.detail)}</dd>
          <dt>{w.facts.owner}</dt><dd>{ownerOf(camera.owner)}</dd>
          <dt>{w.facts.scene}</dt><dd>{c.scene[camera.scene] ?? camera.scene}</dd>
          <dt>{w.facts.profile}</dt><dd>{camera.profile ?? "—"}</dd>
          <dt>{w.facts.grid}</dt><dd>{camera.grid_code ?? "—"}</dd>
          {number(health?.period_s) > 0 && <><dt>{w.facts.period}</dt><dd>{w.every(number(health?.period_s))} {pick(text(health?.attention), text(health?.attention_en))}</dd></>}
          <dt>{w.facts.good}</dt><dd>{number(health?.good)} / {number(health?.looks)}</dd>
          {camera.outage !== null && <><dt>{w.facts.outage}</dt><dd>{camera.outage}</dd></>}
          {camera.why_nothing.length > 0 && <><dt>{w.facts.why}</dt><dd>{camera.why_nothing.map((zh, i) => <div key={i}>{pick(zh, camera.why_nothing_en[i])}</div>)}</dd></>}
        </dl>
        <h2>{w.changesTitle}</h2>
        {history.data?.changes.length === 0 ? <p className={styles.help}>{w.noChanges}</p> : (
          <table className={styles.table}>
            <tbody>
              {history.data?.changes.map((one) => (
                <tr key={`${one.at}${one.what}`}><td>{times.short(one.at)}</td><td>{pick(one.why, one.why_en)}</td></tr>
              ))}
            </tbody>
          </table>
        )}
      </section>
    </div>
  );
}
