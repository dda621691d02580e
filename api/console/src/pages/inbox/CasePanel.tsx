// The case that is open, large: what it is, its pictures, and beneath why it fired and what was here before.
import { Alert, Button, Empty, Skeleton, Tag } from "antd";
import { memo } from "react";
import { Link } from "react-router";
import { useMay } from "../../api/me";
import { Severity, Status } from "../../parts/Tags";
import { Trouble } from "../../parts/Trouble";
import { usePick, useWords } from "../../words/useWords";
import { Earlier, Why } from "../case/Facts";
import { Pictures } from "../case/Pictures";
import styles from "./inbox.module.css";
import { FirstSteps } from "./FirstSteps";
import { Limit } from "./Limit";
import { Soon } from "./QueueLine";
import type { Line } from "./queue";
import type { CaseView } from "./types";
import { inbox } from "./words";

export const CasePanel = memo(function CasePanel({ view, error, again, line, me, calm }: {
  view: CaseView | undefined;
  error: Error | null;
  again: () => void;
  line: Line | undefined;
  me: string;
  calm: boolean; // there is nothing to choose from
}) {
  const w = useWords(inbox);
  const pick = usePick();
  const may = useMay();
  if (line === undefined) {
    return (
      <section className={styles.case} aria-label={w.full}>
        {calm && may("users") && <FirstSteps />}
        {!calm && <Empty className={styles.empty ?? ""} description={<><strong>{w.choose}</strong><br />{w.chooseTold}</>} />}
      </section>
    );
  }
  if (error !== null) return <section className={styles.case} aria-label={w.full}><Trouble error={error} again={again} /></section>;
  if (view === undefined) return <section className={styles.case} aria-label={w.full} aria-busy="true"><Skeleton active paragraph={{ rows: 8 }} /></section>;
  const { incident, card } = view;
  const title = pick(incident.title, incident.title_en);
  return (
    <section className={styles.case} aria-label={title} data-testid="case" data-case={incident.id}>
      <header className={styles.caseHead}>
        <h2>
          <Severity of={incident.matter.severity} /> {title}
        </h2>
        <div className={styles.marks}>
          <Status of={incident.status} />
          {card !== null && <Limit card={card} />}
          {incident.case.held_for === "confirmation" && <Tag color="orange">{w.forConfirmation}</Tag>}
          {incident.case.held_for === "reopened_once" && <Tag color="red">{w.reopenedOnce}</Tag>}
          {incident.reopened > 0 && <Tag color="red">{w.reopened(incident.reopened)}</Tag>}
          {card?.recurs && <Tag>{w.recurs}</Tag>}
          {incident.reports.length > 0 && <Tag color="blue">{w.reports(incident.reports.length)}</Tag>}
          {incident.cameras.length > 1 && <Tag>{w.views(incident.cameras.length)}</Tag>}
          {view.pending.map((act) => <Tag key={act.id} color="gold"><Soon act={act} me={me} /></Tag>)}
        </div>
      </header>
      {line.group !== "" && <Alert type="info" showIcon title={w.groupNote(line.count)} />}
      <div className={styles.casePictures}>
        <Pictures key={incident.id} view={view} tools={<Link to={`/case/${incident.id}`}><Button size="small" type="link">{w.full} ⏎</Button></Link>} />
      </div>
      <div className={styles.caseFacts}>
        <Why view={view} />
        <Earlier view={view} />
      </div>
    </section>
  );
});
