// Cases that are put aside for a while.
import { Button, Empty, Spin, Table } from "antd";
import { Link } from "react-router";
import type { components } from "../../api/schema.gen";
import { useMay } from "../../api/me";
import { Ago } from "../../parts/Ago";
import { Trouble } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import { usePick, useWords } from "../../words/useWords";
import type { Wanted } from "./Change";
import styles from "./silences.module.css";
import { useHeld, useShelves } from "./useSilences";
import { silences } from "./words";

type Shelf = components["schemas"]["ShelfOut"];

export function Shelves({ change }: { change: (wanted: Wanted) => void }) {
  const w = useWords(silences);
  const pick = usePick();
  const may = useMay();
  const times = useTimes();
  const found = useShelves();
  const cards = useHeld().data?.cards ?? [];
  if (found.isPending) return <Spin />;
  if (found.isError) return <Trouble error={found.error} again={found.refetch} />;
  const title = (id: string) => {
    const card = cards.find((one) => one.id === id);
    return card === undefined ? id : pick(card.title, card.title_en);
  };
  return (
    <Table<Shelf>
      size="small"
      rowKey="incident_id"
      dataSource={found.data}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: "max-content" }}
      locale={{ emptyText: <Empty description={w.noShelf} /> }}
      columns={[
        { title: w.case, className: styles.wide ?? "", render: (_, one) => <Link to={`/case/${encodeURIComponent(one.incident_id)}`}>{title(one.incident_id)}</Link> },
        { title: w.reason, dataIndex: "reason", className: styles.wide ?? "" },
        { title: w.author, render: (_, one) => one.author.replace(/^operator:/, "") },
        { title: w.since, render: (_, one) => <Ago at={one.at} /> },
        { title: w.until, render: (_, one) => times.short(one.until) },
        ...(may("confirm")
          ? [
              {
                title: w.acting,
                render: (_: unknown, one: Shelf) => (
                  <Button size="small" onClick={() => change({ act: "takeDown", id: one.incident_id, ends: one.until })}>
                    {w.takeDown}
                  </Button>
                ),
              },
            ]
          : []),
      ]}
    />
  );
}
