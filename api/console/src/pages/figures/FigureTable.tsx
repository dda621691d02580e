// The table beside a chart: every number is the way to what it counts.
import { Table, type TableColumnsType } from "antd";
import { Link } from "react-router";
import type { components } from "../../api/schema.gen";
import { useSettings } from "../../shell/settings";
import { common } from "../../words/common";
import { useOwner } from "../../words/useOwner";
import { usePick, useWords } from "../../words/useWords";
import type { Filters } from "../cases/query";
import { good, shown } from "./format";
import { named } from "./naming";
import { wayOf } from "./ways";
import { figures } from "./words";
import styles from "./figures.module.css";

type Figure = components["schemas"]["FigureOut"];
type Group = components["schemas"]["GroupOut"];

export function FigureTable({ figure, filters }: { figure: Figure; filters: Filters }) {
  const w = useWords(figures);
  const c = useWords(common);
  const pick = usePick();
  const ownerOf = useOwner();
  const { language } = useSettings();
  const columns: TableColumnsType<Group> = [
    { title: w.bys[figure.by] ?? w.group, key: "*group", fixed: "left", width: 200, ellipsis: true, render: (_, group) => named(group, figure.by, pick, w, c.severity, ownerOf) },
    ...figure.columns.map((column) => ({
      title: pick(column.title, column.title_en),
      key: column.key,
      align: "right" as const,
      sorter: (a: Group, b: Group) => (a.values[column.key] ?? -1) - (b.values[column.key] ?? -1),
      render: (_: unknown, group: Group) => {
        const value = group.values[column.key];
        const bad = good(value, column) === false;
        const way = wayOf(figure, group, column.key, filters);
        const text = <span className={bad ? `${styles.value ?? ""} ${styles.bad ?? ""}` : styles.value}>{bad && "▲ "}{shown(value, column.unit, language)}</span>;
        return way ? <Link to={way.to} title={w.lists[way.list]}>{text}</Link> : text;
      },
    })),
  ];
  return (
    <Table<Group>
      size="small" rowKey="key" columns={columns} dataSource={figure.groups} scroll={{ x: "max-content" }} aria-label={pick(figure.title, figure.title_en)}
      pagination={figure.groups.length > 50 ? { pageSize: 50, showSizeChanger: false } : false}
      {...(figure.left_out > 0 ? { footer: () => w.left(figure.left_out) } : {})}
    />
  );
}
