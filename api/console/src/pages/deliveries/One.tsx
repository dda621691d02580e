// One delivery: every attempt with what came back, and the very bytes.
import { Button, Drawer, Spin, Timeline } from "antd";
import { Link } from "react-router";
import { useMay } from "../../api/me";
import { Ago } from "../../parts/Ago";
import { Trouble } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import { common } from "../../words/common";
import { useWords } from "../../words/useWords";
import { Body } from "./Body";
import styles from "./deliveries.module.css";
import type { Attempt, Delivery } from "./types";
import { useAttempts, useBody } from "./useLedger";
import { deliveries } from "./words";

const COLOURS: Readonly<Record<string, string>> = { accepted: "green", retry: "orange" };

export function One({ of, again, close }: { of: Delivery; again: () => void; close: () => void }) {
  const w = useWords(deliveries);
  const c = useWords(common);
  const may = useMay();
  const times = useTimes();
  const tries = useAttempts(of.id);
  const body = useBody(of.id);
  const facts: readonly (readonly [string, React.ReactNode])[] = [
    [w.receiver, of.receiver],
    [w.incident, <Link key="case" to={`/case/${encodeURIComponent(of.incident_id)}`}>{`${of.incident_id} · ${w.version(of.incident_version)}`}</Link>],
    [w.type, of.type],
    [w.state, c.delivery[of.state] ?? of.state],
    [w.caseNumber, of.case_number ?? "—"],
    [w.queued, times.full(of.created_at)],
    ...(of.state === "pending" ? [[w.next, times.full(of.next_at)] as const] : []),
  ];
  return (
    <Drawer open title={`${w.one} ${of.id}`} size="large" onClose={close} destroyOnHidden extra={may("replay") && of.state !== "pending" && <Button onClick={again}>{w.again}</Button>}>
      <dl className={styles.facts}>
        {facts.map(([name, value]) => (
          <div key={name}>
            <dt>{name}</dt>
            <dd>{value}</dd>
          </div>
        ))}
      </dl>
      <h3>{w.tries}</h3>
      {tries.isPending ? (
        <Spin />
      ) : tries.isError ? (
        <Trouble error={tries.error} again={tries.refetch} />
      ) : tries.data.length === 0 ? (
        <p>{w.noTries}</p>
      ) : (
        <Timeline items={tries.data.map((one) => ({ key: one.number, color: COLOURS[one.outcome] ?? "red", content: <Try of={one} /> }))} />
      )}
      <h3>{w.body}</h3>
      {body.isPending ? (
        <Spin />
      ) : body.isError ? (
        <Trouble error={body.error} again={body.refetch} />
      ) : (
        <Body of={body.data} />
      )}
    </Drawer>
  );
}

function Try({ of }: { of: Attempt }) {
  const w = useWords(deliveries);
  const times = useTimes();
  return (
    <>
      <div>
        <b>{of.number}.</b> {times.full(of.at)} (<Ago at={of.at} />) · {of.status ?? w.noAnswer} · {w.took(of.took_s)} · <b>{w.outcomes[of.outcome] ?? of.outcome}</b>
        {of.case_number !== null && ` · ${w.caseNumber} ${of.case_number}`}
      </div>
      {of.detail !== "" && <div className={styles.answer}>{of.detail}</div>}
    </>
  );
}
