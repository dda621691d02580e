// What a candidate would have told, or missed, beside what is live.
import { Empty, Spin, Table } from "antd";
import { useTimes } from "../../parts/useTimes";
import { useMatter } from "../../words/useMatter";
import { usePick, useWords } from "../../words/useWords";
import { seconds, share } from "./numbers";
import { Off } from "./Off";
import type { Trial, WouldBe } from "./told";
import { useBench } from "./useBench";
import { engineer } from "./words";
import styles from "./engineer.module.css";

export function ShadowTab() {
  const w = useWords(engineer);
  const { full } = useTimes();
  const found = useBench<Trial[]>("shadow");
  if (found.isPending) return <Spin />;
  if (found.isError) return <Off error={found.error} again={found.refetch} />;
  if (found.data.length === 0) return <Empty description={w.noShadow} />;
  return found.data.map((trial) => (
    <section key={trial.trial} className={styles.section} aria-label={`${w.trial} ${trial.candidate.profile}`}>
      <h2>{trial.candidate.profile} · {trial.candidate.model} — {w.live}: {trial.live.profile} · {trial.live.model}</h2>
      <p>{full(trial.since)} – {full(trial.until)}</p>
      <dl className={styles.numbers}>
        <div><dt>{w.agreement}</dt><dd>{share(trial.agreement)}</dd></div>
        <div><dt>{w.both}</dt><dd>{trial.alarms.both}</dd></div>
        <div><dt>{w.onlyLive}</dt><dd>{trial.alarms.only_live}</dd></div>
        <div><dt>{w.onlyCandidate}</dt><dd>{trial.alarms.only_candidate}</dd></div>
        <div><dt>{w.later}</dt><dd>{seconds(trial.candidate_later_s)}</dd></div>
        <div><dt>{w.looks}</dt><dd>{trial.looks}</dd></div>
        <div><dt>{w.shed}</dt><dd>{trial.shed}</dd></div>
      </dl>
      <Alone trial={trial} of={trial.only_live_alarms} title={w.onlyLive} />
      <Alone trial={trial} of={trial.only_candidate_alarms} title={w.onlyCandidate} />
    </section>
  ));
}

function Alone({ trial, of, title }: { trial: Trial; of: readonly WouldBe[]; title: string }) {
  const w = useWords(engineer);
  const { full } = useTimes();
  const pick = usePick();
  const matterOf = useMatter();
  if (of.length === 0) return null;
  const picture = (one: WouldBe) => `/api/v1/workbench/shadow/${encodeURIComponent(trial.trial)}/picture?${new URLSearchParams({ side: one.side, subject: one.subject }).toString()}`;
  return (
    <Table<WouldBe>
      size="small" rowKey="subject" dataSource={[...of]} pagination={{ pageSize: 8, hideOnSinglePage: true }} title={() => title} aria-label={title} style={{ marginBottom: 14 }}
      columns={[
        { title: w.opened, key: "opened", render: (_, one) => full(one.opened) },
        { title: w.camera, dataIndex: "camera", key: "camera" },
        { title: w.matter, key: "matter", render: (_, one) => matterOf(one.matter) },
        { title: w.confidence, key: "confidence", align: "right", render: (_, one) => share(one.confidence) },
        { title: w.why, key: "why", ellipsis: true, render: (_, one) => pick(one.why_zh || null, one.why) },
        { title: "", key: "picture", render: (_, one) => <a href={picture(one)} target="_blank" rel="noreferrer" aria-label={w.pictureOf(one.camera)}>▣</a> },
      ]}
    />
  );
}
