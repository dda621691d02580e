// The table beside a chart: every number is the way to the cases that it counts.
import { Table, type TableColumnsType } from "antd";
import { Link } from "react-router";
import type { components } from "../../api/schema.gen";
import { useSettings } from "../../shell/settings";
import { common } from "../../words/common";
import { useOwner } from "../../words/useOwner";
import { usePick, useWords } from "../../words/useWords";
import { good, shown } from "./format";
import { named } from "./naming";
import { figures } from "./words";
import styles from "./figures.module.css";

type Figure = components["schemas"]["FigureOut"];
type Group = components["schemas"]["GroupOut"];

export function FigureTable({ figure }: { figure: Figure }) {
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
        const link = group.cases[column.key];
        const text = <span className={bad ? `${styles.value ?? ""} ${styles.bad ?? ""}` : styles.value}>{bad && "▲ "}{shown(value, column.unit, language)}</span>;
        return link !== undefined && value !== null && value !== 0 ? <Link to={`/cases?${link}`} title={w.cases}>{text}</Link> : text;
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
