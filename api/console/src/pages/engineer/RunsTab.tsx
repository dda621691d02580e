// Runs of recordings: one is scored, two are compared, against a truth. What is chosen stands in the address.
import { Alert, Empty, Select, Spin, Table, Tag } from "antd";
import { useSearchParams } from "react-router";
import { useTimes } from "../../parts/useTimes";
import { useWords } from "../../words/useWords";
import { Compared } from "./Compared";
import { Scored } from "./Scored";
import { Off } from "./Off";
import { days } from "./numbers";
import type { Named, RunRow } from "./told";
import { useBench } from "./useBench";
import { engineer } from "./words";
import styles from "./engineer.module.css";

export function RunsTab() {
  const w = useWords(engineer);
  const { full } = useTimes();
  const [params, setParams] = useSearchParams();
  const runs = useBench<RunRow[]>("runs");
  const truths = useBench<Named[]>("truths");
  const chosen = params.getAll("run").slice(0, 2);
  const asked = params.get("truth");
  const truth = (truths.data ?? []).find((one) => one.name === asked)?.name ?? null; // of an old link there may be none
  const change = (values: readonly string[], against: string | null) => {
    const next = new URLSearchParams({ tab: "runs" });
    for (const value of values) next.append("run", value);
    if (against !== null) next.set("truth", against);
    setParams(next, { replace: true });
  };
  if (runs.isError) return <Off error={runs.error} again={runs.refetch} />;
  const [a, b] = chosen;
  return (
    <>
      <div className={styles.tools}>
        <label>
          {w.truth}
          <Select
            aria-label={w.truth} value={truth} placeholder={w.pickTruth} style={{ minWidth: 220 }} popupMatchSelectWidth={false}
            options={(truths.data ?? []).map((one) => ({ value: one.name, label: one.name }))} onChange={(name: string) => change(chosen, name)}
          />
        </label>
        <span>{w.pickOne}</span>
      </div>
      {truths.isError && <Off error={truths.error} again={truths.refetch} />}
      {asked !== null && truth === null && truths.isSuccess && <Alert className={styles.unknown ?? ""} type="warning" showIcon title={w.noTruth(asked)} />}
      <Table<RunRow>
        size="small" rowKey="name" dataSource={runs.data ?? []} loading={runs.isPending} pagination={{ pageSize: 12, hideOnSinglePage: true }} aria-label={w.runs}
        scroll={{ x: "max-content" }} locale={{ emptyText: runs.isPending ? " " : <Empty description={w.none} /> }}
        rowSelection={{
          selectedRowKeys: chosen, hideSelectAll: true, onChange: (keys) => change(keys.map(String).slice(-2), truth),
          getCheckboxProps: (row) => ({ disabled: row.wrong !== undefined, "aria-label": row.name }),
        }}
        columns={[
          { title: w.run, key: "name", render: (_, row) => <>{row.name} {row.name === a && chosen.length === 2 && <Tag>A</Tag>}{row.name === b && <Tag>B</Tag>}{row.wrong !== undefined && <Tag color="red" title={row.wrong}>{w.wrong}</Tag>}</> },
          { title: w.at, key: "at", render: (_, row) => (row.at === undefined ? row.wrong : full(row.at)) },
          { title: w.model, dataIndex: "model", key: "model" },
          { title: w.profiles, key: "profiles", render: (_, row) => Object.entries(row.profiles ?? {}).map(([name, version]) => `${name} v${version}`).join(", ") },
          { title: w.cameras, dataIndex: "cameras", key: "cameras", align: "right" },
          { title: w.cameraDays, key: "days", align: "right", render: (_, row) => days(row.camera_days) },
          { title: w.alarms, dataIndex: "alarms", key: "alarms", align: "right" },
        ]}
      />
      {truth !== null && a !== undefined && b === undefined && <Scored run={a} truth={truth} />}
      {truth !== null && a !== undefined && b !== undefined && <Compared a={a} b={b} truth={truth} />}
      {runs.isFetching && !runs.isPending && <Spin size="small" />}
    </>
  );
}
