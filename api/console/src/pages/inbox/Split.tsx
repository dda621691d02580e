// A split: which views and reports become a case of their own, and why. What stays and what goes is told before it is said.
import { Checkbox, Input, Modal } from "antd";
import { useId, useState } from "react";
import { useTimes } from "../../parts/useTimes";
import { common } from "../../words/common";
import { usePick, useWords } from "../../words/useWords";
import { caseWords } from "../case/words";
import styles from "./inbox.module.css";
import { reportKey, splitOf } from "./splitting";
import type { CaseView } from "./types";
import type { Said } from "./useDesk";
import { inbox } from "./words";

export function Split({ view, go, leave }: { view: CaseView; go: (more: Partial<Said>) => void; leave: () => void }) {
  const w = useWords(inbox);
  const c = useWords(common);
  const n = useWords(caseWords);
  const pick = usePick();
  const { short } = useTimes();
  const reason = useId();
  const [views, setViews] = useState<readonly string[]>([]);
  const [reports, setReports] = useState<readonly string[]>([]);
  const [text, setText] = useState("");
  const { incident } = view;
  const told = splitOf(incident, views, text);
  const name = (camera: string) => view.stands.find((one) => one.camera_id === camera)?.name ?? camera;
  const picture = (camera: string) => incident.pictures.findLast((one) => one.camera_id === camera && one.masked !== null)?.masked;
  const toggle = (all: readonly string[], one: string) => (all.includes(one) ? all.filter((each) => each !== one) : [...all, one]);
  const say = () => told.ready && go({ views: [...views], reports: [...reports], text: text.trim() });
  return (
    <Modal open title={w.splitTitle} width={620} okText={w.splitGo} cancelText={c.cancel} okButtonProps={{ disabled: !told.ready }} onOk={say} onCancel={leave} destroyOnHidden>
      <form
        className={styles.split}
        onSubmit={(event) => {
          event.preventDefault();
          say();
        }}
      >
        <p className={styles.hint}>{w.splitTold}</p>
        <fieldset>
          <legend>{w.splitViews}</legend>
          {incident.views.map((one) => {
            const shown = picture(one.camera_id);
            return (
              <Checkbox key={one.subject} checked={views.includes(one.subject)} onChange={() => setViews(toggle(views, one.subject))}>
                <span className={styles.splitView}>
                  {shown == null ? <span /> : <img src={`${shown}?width=160`} alt="" loading="lazy" decoding="async" />}
                  <span>
                    <strong>{name(one.camera_id)}</strong>
                    <small>{one.zone} · {one.rule} · {short(one.first_seen)} – {short(one.last_seen)}</small>
                    {one.merged !== null && <small>{pick(one.merged, one.merged_en ?? "")}</small>}
                  </span>
                </span>
              </Checkbox>
            );
          })}
        </fieldset>
        {incident.reports.length > 0 && (
          <fieldset>
            <legend>{w.splitReports}</legend>
            {incident.reports.map((one) => (
              <Checkbox key={reportKey(one)} checked={reports.includes(reportKey(one))} onChange={() => setReports(toggle(reports, reportKey(one)))}>
                {n.source[one.source] ?? one.source} {one.number} · {short(one.at)} <small>{one.text}</small>
              </Checkbox>
            ))}
          </fieldset>
        )}
        <label htmlFor={reason}>{w.splitWhy}</label>
        <Input id={reason} value={text} maxLength={500} placeholder={w.textNeeded} onChange={(event) => setText(event.target.value)} required />
        <p role="status">{told.wants === "" ? w.splitSum(told.stay, told.go, reports.length) : w.splitWants[told.wants]}</p>
      </form>
    </Modal>
  );
}
