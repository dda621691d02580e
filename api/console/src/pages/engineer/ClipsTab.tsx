// Clips and folders of looks that may be labelled.
import { Empty, Table, Tag } from "antd";
import { Link } from "react-router";
import { useWords } from "../../words/useWords";
import { Off } from "./Off";
import type { ClipRow } from "./told";
import { useBench } from "./useBench";
import { engineer } from "./words";

export function ClipsTab() {
  const w = useWords(engineer);
  const found = useBench<ClipRow[]>("clips");
  if (found.isError) return <Off error={found.error} again={found.refetch} />;
  return (
    <Table<ClipRow>
      size="small" rowKey="name" dataSource={found.data ?? []} loading={found.isPending} pagination={{ pageSize: 20, hideOnSinglePage: true }} aria-label={w.labels} locale={{ emptyText: found.isPending ? " " : <Empty description={w.none} /> }}
      columns={[
        { title: w.clip, key: "name", render: (_, one) => <Link to={`/engineer/label?clip=${encodeURIComponent(one.name)}`}>{one.name}</Link> },
        { title: w.labels, key: "labelled", render: (_, one) => <Tag color={one.labelled ? "blue" : "default"}>{one.labelled ? w.labelled : w.notLabelled}</Tag> },
        { title: "", key: "open", render: (_, one) => <Link to={`/engineer/label?clip=${encodeURIComponent(one.name)}`}>{w.open}</Link> },
      ]}
    />
  );
}
