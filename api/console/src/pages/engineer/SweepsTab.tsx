// What a sweep has tried: every point with its figures on both halves.
import { Empty, Select, Spin, Table } from "antd";
import { useState } from "react";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words/useWords";
import { Off } from "./Off";
import { share } from "./numbers";
import { useBench } from "./useBench";
import { engineer } from "./words";
import styles from "./engineer.module.css";

interface Half {
  readonly f1?: number | null;
  readonly recall?: number | null;
  readonly false_per_day?: number | null;
}

interface Point {
  readonly values: Readonly<Record<string, unknown>>;
  readonly tuned: Half | null;
  readonly held_out: Half | null;
}

interface Sweep {
  readonly best?: Point;
  readonly trials: readonly Point[];
}

const valuesOf = (point: Point): string => Object.entries(point.values).map(([place, value]) => `${place}=${JSON.stringify(value)}`).join(" ");

export function SweepsTab() {
  const w = useWords(engineer);
  const names = useBench<string[]>("sweeps");
  const [chosen, setChosen] = useState<string | null>(null);
  const name = chosen ?? names.data?.[0] ?? null;
  const found = useBench<Sweep>(name === null ? null : `sweeps/${encodeURIComponent(name)}`);
  if (names.isError) return <Off error={names.error} again={names.refetch} />;
  if (names.isPending) return <Spin />;
  if (name === null) return <Empty description={w.none} />;
  return (
    <>
      <div className={styles.tools}>
        <Select aria-label={w.sweeps} value={name} onChange={setChosen} options={names.data.map((one) => ({ value: one, label: one }))} style={{ minWidth: 220 }} />
      </div>
      {found.isError ? <Trouble error={found.error} again={found.refetch} /> : (
        <Table<Point>
          size="small" rowKey={valuesOf} dataSource={[...(found.data?.trials ?? [])]} loading={found.isPending} pagination={{ pageSize: 25, hideOnSinglePage: true }} aria-label={w.sweeps}
          columns={[
            { title: w.figure, key: "values", render: (_, point) => <code>{valuesOf(point)}</code> },
            { title: `${w.f1} (1)`, key: "tuned", align: "right", sorter: (a, b) => (a.tuned?.f1 ?? -1) - (b.tuned?.f1 ?? -1), render: (_, point) => share(point.tuned?.f1) },
            { title: `${w.f1} (2)`, key: "held", align: "right", sorter: (a, b) => (a.held_out?.f1 ?? -1) - (b.held_out?.f1 ?? -1), render: (_, point) => share(point.held_out?.f1) },
            { title: w.recall, key: "recall", align: "right", render: (_, point) => share(point.held_out?.recall ?? point.tuned?.recall) },
            { title: w.perDay, key: "false", align: "right", render: (_, point) => share(point.held_out?.false_per_day ?? point.tuned?.false_per_day) },
          ]}
        />
      )}
    </>
  );
}
