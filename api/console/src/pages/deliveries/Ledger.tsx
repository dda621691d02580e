// What was sent to whom, newest first; rows chosen, or all that the filters name, are sent again.
import { Button, Empty, Spin, Table } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { useMay } from "../../api/me";
import { Ago } from "../../parts/Ago";
import { Trouble } from "../../parts/Trouble";
import { useAddress, without } from "../../parts/useAddress";
import { common } from "../../words/common";
import { usePick, useWords } from "../../words/useWords";
import { Bar } from "./Bar";
import styles from "./deliveries.module.css";
import { filtersOf, isNamed, NAMES } from "./filters";
import { One } from "./One";
import { Replay } from "./Replay";
import type { Delivery } from "./types";
import { useLedger, useReceivers, type Wish } from "./useLedger";
import { deliveries } from "./words";

const NOTHING: Wish = { ids: [], receiver: "", since: "", until: "", states: [] };

export function Ledger() {
  const w = useWords(deliveries);
  const c = useWords(common);
  const pick = usePick();
  const may = useMay();
  const [asked, set] = useAddress({ keep: true });
  const filters = filtersOf(asked);
  const found = useLedger(filters);
  const receivers = useReceivers().data ?? [];
  const [chosen, setChosen] = useState<readonly string[]>([]);
  const [wish, setWish] = useState<Wish | null>(null);
  const rows = found.data?.pages.flatMap((page) => page.deliveries) ?? [];
  const open = rows.find((row) => row.id === asked.get("delivery"));
  const show = (delivery: string | null) => set({ delivery });
  const disabled = (name: string) => receivers.some((one) => one.name === name && one.disabled !== null);
  return (
    <section aria-label={w.ledger} className={styles.ledger}>
      <Bar filters={filters} receivers={receivers.map((one) => one.name)} change={set} clear={() => set(without(NAMES))} />
      {may("replay") && (
        <div className={styles.line}>
          <Button disabled={chosen.length === 0} onClick={() => setWish({ ...NOTHING, ids: chosen })}>
            {w.replayChosen(chosen.length)}
          </Button>
          <Button
            disabled={!isNamed(filters)}
            title={isNamed(filters) ? undefined : w.needsName}
            onClick={() => setWish({ ...NOTHING, receiver: filters.receiver, since: filters.since, until: filters.until, states: filters.states })}
          >
            {w.replayRange}
          </Button>
          <span className={styles.quiet}>{isNamed(filters) ? w.newestFirst : w.needsName}</span>
        </div>
      )}
      {found.isPending ? (
        <Spin />
      ) : found.isError ? (
        <Trouble error={found.error} again={found.refetch} />
      ) : (
        <>
          <Table<Delivery>
            className={styles.sideways ?? ""} // not `scroll`: the row by which it measures has checkboxes that keys reach
            size="small"
            rowKey="id"
            pagination={false}
            dataSource={rows}
            locale={{ emptyText: <Empty description={<>{w.nothing}<br />{w.nothingTold}</>} /> }}
            {...(may("replay") && {
              rowSelection: {
                selectedRowKeys: [...chosen],
                onChange: (keys) => setChosen(keys.map(String).slice(0, 1000)),
                getCheckboxProps: (row) => ({ disabled: row.state === "pending", "aria-label": `${w.choose} ${row.id}` }),
              },
            })}
            columns={[
              {
                title: w.queued,
                render: (_, row) => (
                  <Button type="link" size="small" className={styles.open ?? ""} onClick={() => show(row.id)}>
                    <Ago at={row.created_at} />
                    <span className="sr-only">{` ${w.one} ${row.id}`}</span>
                  </Button>
                ),
              },
              { title: w.receiver, dataIndex: "receiver" },
              { title: w.state, render: (_, row) => <span className={styles[row.state]}>{c.delivery[row.state] ?? row.state}</span> },
              { title: w.attempts, dataIndex: "attempts", align: "right" },
              { title: w.incident, className: styles.wide ?? "", render: (_, row) => <Link to={`/case/${encodeURIComponent(row.incident_id)}`} title={row.incident_id}>{pick(row.title, row.title_en) || row.incident_id}</Link> },
              { title: w.type, render: (_, row) => <span title={row.type}>{w.events[row.type.split(".")[2] ?? ""] ?? row.type}</span> },
              { title: w.caseNumber, render: (_, row) => row.case_number ?? "" },
              { title: w.error, className: styles.wide ?? "", render: (_, row) => <span className={styles.detail}>{row.last_error ?? ""}</span> },
            ]}
          />
          {found.hasNextPage && (
            <div className={styles.line}>
              <Button loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
                {w.older}
              </Button>
              {filters.text !== "" && <span className={styles.quiet}>{w.searchedSoFar}</span>}
            </div>
          )}
        </>
      )}
      {open !== undefined && <One of={open} again={() => setWish({ ...NOTHING, ids: [open.id] })} close={() => show(null)} />}
      {wish !== null && (
        <Replay
          wish={wish}
          enables={wish.receiver !== "" && disabled(wish.receiver)}
          left={wish.ids.length === 0 && (filters.text !== "" || filters.incident !== "" || filters.case_number !== "")}
          done={() => setChosen([])}
          close={() => setWish(null)}
        />
      )}
    </section>
  );
}
