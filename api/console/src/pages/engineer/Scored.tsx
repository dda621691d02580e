// The scorecard of a run: figures, by matter, light and camera, and the worst of it in pictures.
import { Spin, Table } from "antd";
import { useTimes } from "../../parts/useTimes";
import { useMatter } from "../../words/useMatter";
import { usePick, useWords } from "../../words/useWords";
import { Off } from "./Off";
import { seconds, share } from "./numbers";
import type { Exhibit, RunAlarm, RunReport, Score, Tally } from "./told";
import { useBench } from "./useBench";
import { engineer } from "./words";
import styles from "./engineer.module.css";

export function Scored({ run, truth }: { run: string; truth: string }) {
  const w = useWords(engineer);
  const { full } = useTimes();
  const pick = usePick();
  const matterOf = useMatter();
  const found = useBench<Score>(`runs/${encodeURIComponent(run)}/score?truth=${encodeURIComponent(truth)}`);
  const report = useBench<RunReport>(`runs/${encodeURIComponent(run)}`);
  if (found.isPending) return <Spin />;
  if (found.isError) return <Off error={found.error} again={found.refetch} />;
  const card = found.data.scorecard;
  const groups = [
    { what: w.matter, of: card.by_matter, name: matterOf },
    { what: w.light, of: card.by_light, name: (light: string) => w.lights[light] ?? light },
    { what: w.camera, of: card.by_camera, name: (camera: string) => camera },
  ];
  return (
    <section className={styles.section} aria-label={w.score}>
      <h2>{w.score}: {run}</h2>
      <dl className={styles.numbers}>
        <div><dt>{w.recall}</dt><dd>{share(card.recall)}</dd>{card.recall_ci95 && <dd><small>{card.recall_ci95.map(share).join(" – ")}</small></dd>}</div>
        <div><dt>{w.precision}</dt><dd>{share(card.precision)}</dd></div>
        <div><dt>{w.f1}</dt><dd>{share(card.f1)}</dd></div>
        <div><dt>{w.perDay}</dt><dd>{share(card.false_alarms_per_camera_day)}</dd></div>
        <div><dt>{w.events}</dt><dd>{card.events}</dd></div>
        <div><dt>{w.missed}</dt><dd>{card.missed}</dd></div>
        <div><dt>{w.late}</dt><dd>{card.late}</dd></div>
        <div><dt>{w.latency}</dt><dd>{seconds(card.latency_s.p50)}</dd></div>
      </dl>
      {groups.map((group) => (
        <Table<[string, Tally]>
          key={group.what} size="small" rowKey={([name]) => name} dataSource={Object.entries(group.of)} pagination={{ pageSize: 10, hideOnSinglePage: true }} aria-label={w.by(group.what)} style={{ marginBottom: 14 }}
          columns={[
            { title: w.by(group.what), key: "name", render: (_, [name]) => group.name(name) },
            { title: w.events, key: "events", align: "right", render: (_, [, one]) => one.events },
            { title: w.found, key: "found", align: "right", render: (_, [, one]) => one.matched },
            { title: w.late, key: "late", align: "right", render: (_, [, one]) => one.late },
            { title: w.missed, key: "missed", align: "right", render: (_, [, one]) => one.missed },
            { title: w.falseAlarms, key: "false", align: "right", render: (_, [, one]) => one.false_alarms },
            { title: w.recall, key: "recall", align: "right", render: (_, [, one]) => share(one.recall) },
            { title: w.precision, key: "precision", align: "right", render: (_, [, one]) => share(one.precision) },
          ]}
        />
      ))}
      <h2>{w.worstMisses}</h2>
      <Gallery of={found.data.misses} />
      <h2>{w.worstFalse}</h2>
      <Gallery of={found.data.false_alarms} />
      <h2>{w.report}</h2>
      <Table<RunAlarm>
        size="small" rowKey="id" dataSource={[...(report.data?.alarms_told ?? [])]} loading={report.isPending} pagination={{ pageSize: 10, hideOnSinglePage: true }} aria-label={w.report}
        columns={[
          { title: w.opened, key: "opened", render: (_, one) => full(one.opened_at) },
          { title: w.camera, key: "camera", render: (_, one) => one.cameras.join(", ") },
          { title: w.matter, key: "matter", render: (_, one) => matterOf(one.matter) },
          { title: w.confidence, key: "confidence", align: "right", render: (_, one) => share(one.confidence) },
          { title: w.why, key: "why", ellipsis: true, render: (_, one) => pick(one.why_zh || null, one.why) },
          { title: "", key: "picture", width: 150, render: (_, one) => one.picture !== null && <img src={`/api/v1/workbench/runs/${encodeURIComponent(run)}/pictures/${one.picture}`} alt={`${matterOf(one.matter)} ${one.cameras.join(" ")}`} width={130} loading="lazy" /> },
        ]}
      />
    </section>
  );
}

export function Gallery({ of }: { of: readonly Exhibit[] }) {
  const w = useWords(engineer);
  const pick = usePick();
  const matterOf = useMatter();
  return (
    <ul className={styles.gallery}>
      {of.map((one) => {
        const title = `${one.name} · ${matterOf(one.matter)}`;
        return (
          <li key={one.name}>
            {one.picture === null ? <div className={styles.blank}>{w.noPicture}</div> : <img src={`data:image/jpeg;base64,${one.picture}`} alt={title} />}
            <b>{title}</b>
            {one.lines.map((line, i) => <p key={line}>{pick(one.lines_zh[i], line)}</p>)}
            <p>{pick(one.caption_zh, one.caption)}</p>
          </li>
        );
      })}
    </ul>
  );
}
