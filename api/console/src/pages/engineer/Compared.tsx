// Two runs against one truth: which is better, by how much, and whether that is more than noise.
import { Alert, Spin, Table, Tag } from "antd";
import { usePick, useWords } from "../../words/useWords";
import { Off } from "./Off";
import { share, signed } from "./numbers";
import type { Comparison, Difference } from "./told";
import { useBench } from "./useBench";
import { engineer } from "./words";
import styles from "./engineer.module.css";

export function Compared({ a, b, truth }: { a: string; b: string; truth: string }) {
  const w = useWords(engineer);
  const pick = usePick();
  const found = useBench<Comparison>(`compare?${new URLSearchParams({ a, b, truth }).toString()}`);
  if (found.isPending) return <Spin />;
  if (found.isError) return <Off error={found.error} again={found.refetch} />;
  const told = found.data;
  const rows: { key: string; of: Difference }[] = [
    { key: w.f1, of: told.f1 },
    { key: w.recall, of: told.recall },
    { key: w.precision, of: told.precision },
    { key: w.perDay, of: told.false_alarms_per_camera_day },
  ];
  return (
    <section className={styles.section} aria-label={w.compare}>
      <h2>{w.compare}: A {a} – B {b}</h2>
      <Alert type={told.better === null ? "info" : "success"} title={told.better === null ? w.undecided : w.better(told.better.toUpperCase())} description={pick(told.verdict_zh, told.verdict)} showIcon />
      <Table
        style={{ marginTop: 12 }} size="small" rowKey="key" dataSource={rows} pagination={false} aria-label={w.compare}
        columns={[
          { title: w.figure, dataIndex: "key", key: "key" },
          { title: "A", key: "a", align: "right", render: (_, row) => share(row.of.a) },
          { title: "B", key: "b", align: "right", render: (_, row) => share(row.of.b) },
          { title: w.change, key: "change", align: "right", render: (_, row) => signed(row.of.change) },
          { title: w.interval, key: "ci", align: "right", render: (_, row) => row.of.ci95.map(signed).join(" … ") },
          { title: "", key: "noise", render: (_, row) => <Tag color={row.of.more_than_noise ? "blue" : "default"}>{row.of.more_than_noise ? w.beyond : w.noise}</Tag> },
        ]}
      />
      <p title={told.only_a.join(", ")}>{w.onlyA(told.only_a.length)}: {told.only_a.slice(0, 20).join(", ")}</p>
      <p title={told.only_b.join(", ")}>{w.onlyB(told.only_b.length)}: {told.only_b.slice(0, 20).join(", ")}</p>
      {told.notes.map((note, i) => <p key={note}>{pick(told.notes_zh[i], note)}</p>)}
    </section>
  );
}
