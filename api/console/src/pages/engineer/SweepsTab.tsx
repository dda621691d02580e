// What a sweep has tried: every point with its figures on both halves.
import { Alert, Empty, Select, Spin, Table, Tag } from "antd";
import { useState } from "react";
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
  readonly command?: string;
  readonly halves?: { readonly tuned_on: readonly string[]; readonly held_out: readonly string[] };
  readonly present?: Point;
  readonly best?: Point;
  readonly trials: readonly Point[];
}

const valuesOf = (point: Point): string => Object.entries(point.values).map(([place, value]) => `${place}=${JSON.stringify(value)}`).join(" ");

/** What is live and what was chosen stand first, also where they are none of the points tried. */
function pointsOf(sweep: Sweep | undefined): Point[] {
  const points = new Map<string, Point>();
  for (const one of [sweep?.best, sweep?.present, ...(sweep?.trials ?? [])]) if (one !== undefined) points.set(valuesOf(one), points.get(valuesOf(one)) ?? one);
  return [...points.values()];
}

export function SweepsTab() {
  const w = useWords(engineer);
  const names = useBench<string[]>("sweeps");
  const [chosen, setChosen] = useState<string | null>(null);
  const name = chosen ?? names.data?.[0] ?? null;
  const found = useBench<Sweep>(name === null ? null : `sweeps/${encodeURIComponent(name)}`);
  if (names.isError) return <Off error={names.error} again={names.refetch} />;
  if (names.isPending) return <Spin />;
  if (name === null) return <Empty description={w.none} />;
  const sweep = found.data;
  const is = (point: Point, other: Point | undefined) => other !== undefined && valuesOf(point) === valuesOf(other);
  return (
    <>
      <div className={styles.tools}>
        <Select aria-label={w.sweeps} value={name} onChange={setChosen} options={names.data.map((one) => ({ value: one, label: one }))} style={{ minWidth: 220 }} />
        {sweep?.halves && <span>{w.halves(sweep.halves.tuned_on.length, sweep.halves.held_out.length)}</span>}
      </div>
      {found.isError ? <Off error={found.error} again={found.refetch} /> : (
        <>
          {sweep?.best && is(sweep.best, sweep.present) && <Alert style={{ marginBottom: 10 }} type="info" showIcon title={w.presentBest} />}
          <Table<Point>
            size="small" rowKey={valuesOf} dataSource={pointsOf(sweep)} loading={found.isPending} pagination={{ pageSize: 25, hideOnSinglePage: true }} aria-label={w.sweeps}
            columns={[
              { title: w.settings, key: "values", render: (_, point) => <><code>{valuesOf(point)}</code> {is(point, sweep?.best) && <Tag color="blue">{w.best}</Tag>}{is(point, sweep?.present) && <Tag>{w.live}</Tag>}</> },
              { title: w.tunedF1, key: "tuned", align: "right", sorter: (a, b) => (a.tuned?.f1 ?? -1) - (b.tuned?.f1 ?? -1), render: (_, point) => share(point.tuned?.f1) },
              { title: w.heldF1, key: "held", align: "right", sorter: (a, b) => (a.held_out?.f1 ?? -1) - (b.held_out?.f1 ?? -1), render: (_, point) => share(point.held_out?.f1) },
              { title: w.recall, key: "recall", align: "right", render: (_, point) => share(point.held_out?.recall ?? point.tuned?.recall) },
              { title: w.perDay, key: "false", align: "right", render: (_, point) => share(point.held_out?.false_per_day ?? point.tuned?.false_per_day) },
            ]}
          />
          {sweep?.command !== undefined && <p className={styles.command}><code>{sweep.command}</code></p>}
        </>
      )}
    </>
  );
}
