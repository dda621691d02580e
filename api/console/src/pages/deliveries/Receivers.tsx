// Who is told of incidents, and how each does.
import { Button, Empty, Spin, Table, Tooltip } from "antd";
import { useState } from "react";
import { useMay } from "../../api/me";
import { Ago } from "../../parts/Ago";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words/useWords";
import styles from "./deliveries.module.css";
import { Enable } from "./Enable";
import { Preview } from "./Preview";
import type { Receiver } from "./types";
import { useReceivers } from "./useLedger";
import { deliveries } from "./words";

export function Receivers({ show }: { show: (receiver: string, state: "pending" | "held" | "dead") => void }) {
  const w = useWords(deliveries);
  const may = useMay();
  const found = useReceivers();
  const [previewed, setPreviewed] = useState<string | null>(null);
  const [enabled, setEnabled] = useState<string | null>(null);
  if (found.isPending) return <Spin />;
  if (found.isError) return <Trouble error={found.error} again={found.refetch} />;
  if (found.data.length === 0) return <Empty description={w.noReceivers} />;
  const count = (one: Receiver, state: "pending" | "held" | "dead") =>
    one[state] === 0 ? (
      <span className={styles.none}>0</span>
    ) : (
      <Button type="link" size="small" danger={state === "dead"} onClick={() => show(one.name, state)} aria-label={`${one.name}: ${w[state]} ${one[state]}`}>
        {one[state]}
      </Button>
    );
  return (
    <section aria-label={w.receivers}>
      <Table<Receiver>
        size="small"
        rowKey="name"
        pagination={false}
        scroll={{ x: "max-content" }}
        dataSource={found.data}
        columns={[
          { title: w.name, dataIndex: "name", render: (name: string) => <strong>{name}</strong> },
          {
            title: w.state,
            render: (_, one) =>
              one.disabled === null ? (
                <span className={styles.good}>● {w.working}</span>
              ) : (
                <span className={styles.bad}>
                  ⊘ {w.disabled}: {one.disabled}
                </span>
              ),
          },
          {
            title: w.day,
            render: (_, one) => <Day of={one} />,
          },
          { title: w.pending, align: "right", render: (_, one) => count(one, "pending") },
          { title: w.held, align: "right", render: (_, one) => count(one, "held") },
          { title: w.dead, align: "right", render: (_, one) => count(one, "dead") },
          {
            title: w.lastFailure,
            className: styles.wide ?? "",
            render: (_, one) =>
              one.last_failure === null ? (
                <span className={styles.none}>{w.noFailure}</span>
              ) : (
                <Tooltip title={one.last_failure.detail}>
                  <span className={styles.detail}>
                    <Ago at={one.last_failure.at} /> · {one.last_failure.detail}
                  </span>
                </Tooltip>
              ),
          },
          {
            title: w.acts,
            render: (_, one) => (
              <span className={styles.acts}>
                <Button size="small" onClick={() => setPreviewed(one.name)}>
                  {w.preview}
                </Button>
                {one.disabled !== null && may("replay") && (
                  <Button size="small" type="primary" onClick={() => setEnabled(one.name)}>
                    {w.enable}
                  </Button>
                )}
              </span>
            ),
          },
        ]}
      />
      {previewed !== null && <Preview name={previewed} close={() => setPreviewed(null)} />}
      {enabled !== null && <Enable name={enabled} close={() => setEnabled(null)} />}
    </section>
  );
}

function Day({ of }: { of: Receiver }) {
  const w = useWords(deliveries);
  const { queued, accepted, late } = of.day;
  if (queued === 0) return <span className={styles.none}>{w.noDay}</span>;
  const share = Math.floor((100 * accepted) / queued);
  return (
    <span>
      <b className={share < 95 ? styles.bad : styles.good}>{share} %</b> <span className={styles.quiet}>{w.of(accepted, queued)}</span>
      {late > 0 && <span className={styles.quiet}> · {w.late(late)}</span>}
    </span>
  );
}
