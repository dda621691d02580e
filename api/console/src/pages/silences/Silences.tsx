// Silences: what each is about, what it holds back now, who made it and why, when it ends.
import { Button, Empty, Spin, Table, Tooltip } from "antd";
import { Link } from "react-router";
import { useMay } from "../../api/me";
import { serverNow } from "../../api/time";
import { useSettings } from "../../shell/settings";
import { Ago, useLength } from "../../parts/Ago";
import { Severity } from "../../parts/Tags";
import { Trouble } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import { common } from "../../words/common";
import { useOwner } from "../../words/useOwner";
import { usePick, useWords } from "../../words/useWords";
import type { Wanted } from "./Change";
import { bySilence, parts, type Card, type Silence } from "./held";
import styles from "./silences.module.css";
import { useCameraNames, useHeld, useNames, useSilences } from "./useSilences";
import { silences } from "./words";

export function Silences({ all, change }: { all: boolean; change: (wanted: Wanted) => void }) {
  const w = useWords(silences);
  const c = useWords(common);
  const { language } = useSettings();
  const ownerOf = useOwner();
  const may = useMay();
  const times = useTimes();
  const length = useLength();
  const found = useSilences(all);
  const held = bySilence(useHeld().data?.cards ?? []);
  const names = useNames().data;
  const cameraOf = useCameraNames(found.data?.flatMap((one) => one.matchers.cameras) ?? []);
  if (found.isPending) return <Spin />;
  if (found.isError) return <Trouble error={found.error} again={found.refetch} />;
  const named = { matters: names?.matters ?? [], grids: names?.grids ?? [], language, severity: c.severity, owner: ownerOf, camera: cameraOf };
  const cards = (one: Silence) => held.get(one.id) ?? [];
  return (
    <Table<Silence>
      size="small"
      rowKey="id"
      dataSource={[...found.data].reverse()}
      pagination={{ pageSize: 50, hideOnSinglePage: true, showSizeChanger: false }}
      scroll={{ x: "max-content" }}
      locale={{ emptyText: <Empty description={<>{w.none}<br />{w.noneTold}</>} /> }}
      expandable={{ expandedRowRender: (one) => <Within silence={one} cards={cards(one)} /> }}
      columns={[
        { title: w.state, render: (_, one) => <span className={styles[one.state]}>{`${one.state === "active" ? "● " : "○ "}${w[one.state]}`}</span> },
        {
          title: w.what,
          className: styles.wide ?? "",
          render: (_, one) => (
            <>
              {one.kind === "weather" && <b>{w.kinds.weather}: </b>}
              <span title={one.matchers.cameras.join(", ")}>{parts(one.matchers, named).join(" · ")}</span>
              {one.sending && <div className={styles.loud}>{w.sending}</div>}
            </>
          ),
        },
        { title: w.holds, align: "right", render: (_, one) => (cards(one).length === 0 ? <span className={styles.quiet}>{w.holdsNone}</span> : <b>{w.heldOf(cards(one).length)}</b>) },
        { title: w.reason, dataIndex: "reason", className: styles.wide ?? "" },
        { title: w.author, render: (_, one) => one.author.replace(/^operator:/, "") },
        {
          title: w.ends,
          render: (_, one) => (
            <Tooltip title={times.full(one.ends_at)}>
              <span>
                {times.short(one.ends_at)}
                {one.state === "active" && <span className={styles.quiet}>{` (${w.left} ${length(Date.parse(one.ends_at) - serverNow())})`}</span>}
              </span>
            </Tooltip>
          ),
        },
        ...(may("silence")
          ? [
              {
                title: w.acting,
                render: (_: unknown, one: Silence) =>
                  one.state !== "over" && (
                    <span className={styles.acts}>
                      <Button size="small" onClick={() => change({ act: "move", id: one.id, ends: one.ends_at })}>
                        {w.move}
                      </Button>
                      <Button size="small" onClick={() => change({ act: "end", id: one.id, ends: one.ends_at })}>
                        {w.end}
                      </Button>
                    </span>
                  ),
              },
            ]
          : []),
      ]}
    />
  );
}

function Within({ silence, cards }: { silence: Silence; cards: readonly Card[] }) {
  const w = useWords(silences);
  const pick = usePick();
  const times = useTimes();
  return (
    <div className={styles.within}>
      <section aria-label={w.holds}>
        <h3>{w.holds}</h3>
        {cards.length === 0 ? (
          <p className={styles.quiet}>{w.holdsNone}</p>
        ) : (
          <ul>
            {cards.map((card) => (
              <li key={card.id}>
                <Severity of={card.severity} /> <Link to={`/case/${encodeURIComponent(card.id)}`}>{pick(card.title, card.title_en)}</Link> <Ago at={card.since} />
              </li>
            ))}
          </ul>
        )}
      </section>
      <section aria-label={w.trail}>
        <h3>{w.trail}</h3>
        <ul>
          {silence.acts.map((act) => (
            <li key={`${act.at} ${act.what}`}>
              {times.full(act.at)} · {act.who.replace(/^operator:/, "")} · {w.acts[act.what] ?? act.what} · {act.why}
            </li>
          ))}
        </ul>
      </section>
    </div>
  );
}
