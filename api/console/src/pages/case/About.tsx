// A case in short: numbers, times, who is responsible, by which tables, models and rules.
import type { ReactNode } from "react";
import { useCells } from "../../parts/ScopeTags";
import { Severity, Status } from "../../parts/Tags";
import { useTimes } from "../../parts/useTimes";
import { common } from "../../words/common";
import { useOwner } from "../../words/useOwner";
import { usePick, useWords } from "../../words/useWords";
import type { Incident } from "../inbox/types";
import styles from "./case.module.css";
import { caseWords } from "./words";

export function About({ incident }: { incident: Incident }) {
  const w = useWords(caseWords);
  const c = useWords(common);
  const pick = usePick();
  const ownerOf = useOwner();
  const { full } = useTimes();
  const { case: stands, matter, facts } = incident;
  const cells = useCells();
  // a social grid's code begins with its community's, twelve digits: the unit grid knows that one's name
  const inCommunity = (code: string) => (cells.get(code) ?? cells.get(code.slice(0, 12)))?.name ?? "";
  const limit = stands.limit;
  const rows: [string, ReactNode][] = [
    [w.status, <><Severity of={matter.severity} /> <Status of={incident.status} /></>],
    [w.stage, c.stage[stands.stage] ?? stands.stage],
    [w.number, incident.case_number ?? "—"],
    [w.matter, `${matter.code} ${pick(matter.name, matter.name_en)}`],
    [w.table, matter.table],
    [w.seen, full(incident.created_at)],
    [w.opened, incident.opened_at === null ? "—" : full(incident.opened_at)],
    [w.closed, incident.closed_at === null ? "—" : full(incident.closed_at)],
    [w.unit, stands.unit === null ? "—" : `${pick(stands.unit.name, stands.unit.name_en)} (${stands.unit.code})`],
    [w.limit, limit === null ? (stands.no_due ?? "—") : `${limit.amount} ${c.measure[limit.measure] ?? limit.measure}${stands.due_at === null ? "" : ` · ${full(stands.due_at)}`}${stands.rounds > 0 ? ` · ${w.rounds(stands.rounds)}` : ""}`],
    [w.owner, ownerOf(incident.owner)],
    [w.socialGrid, stands.social_grid === null ? "—" : `${inCommunity(stands.social_grid)} ${stands.social_grid}`.trim()],
    [w.confidence, `${Math.round(incident.confidence * 100)} % · ${c.certainty[stands.certainty] ?? stands.certainty}`],
    [w.model, facts.model ?? "—"],
    [w.profile, facts.profile ?? "—"],
    [w.rule, [...new Set(incident.views.map((view) => `${view.rule} (${view.zone === "picture" ? w.wholePicture : view.zone})`))].join(", ")],
  ];
  return (
    <dl className={styles.about}>
      {rows.map(([name, value]) => (
        <div key={name}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
