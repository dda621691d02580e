// What the platform told us, and what we answered.
import { Empty, Spin, Table } from "antd";
import { Link } from "react-router";
import type { components } from "../../api/schema.gen";
import { Ago } from "../../parts/Ago";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words/useWords";
import styles from "./deliveries.module.css";
import { useInbound } from "./useLedger";
import { deliveries } from "./words";

type Message = components["schemas"]["InboundOut"];

const text = (value: unknown): string => (typeof value === "string" || typeof value === "number" ? String(value) : "");

export function Inbound() {
  const w = useWords(deliveries);
  const found = useInbound();
  if (found.isPending) return <Spin />;
  if (found.isError) return <Trouble error={found.error} again={found.refetch} />;
  return (
    <section aria-label={w.inbound}>
      <p className={styles.quiet}>{w.inboundTold}</p>
      <Table<Message>
        size="small"
        rowKey={(one) => `${one.source} ${one.message_id}`}
        dataSource={found.data}
        pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
        scroll={{ x: "max-content" }}
        locale={{ emptyText: <Empty description={w.noInbound} /> }}
        columns={[
          { title: w.at, render: (_, one) => <Ago at={one.at} /> },
          { title: w.from, render: (_, one) => (one.source === "platform-cases" ? w.cases : w.statusFrom) },
          {
            title: w.incident,
            render: (_, one) => {
              const id = text(one.answer.incident_id);
              return id === "" ? "" : <Link to={`/case/${encodeURIComponent(id)}`}>{id}</Link>;
            },
          },
          {
            title: w.answer,
            className: styles.wide ?? "",
            render: (_, one) => (
              <span>
                <b>{text(one.answer.result)}</b> {text(one.answer.status)} <span className={styles.quiet}>{text(one.answer.why)}</span>
              </span>
            ),
          },
          { title: w.messageId, dataIndex: "message_id" },
        ]}
      />
    </section>
  );
}
