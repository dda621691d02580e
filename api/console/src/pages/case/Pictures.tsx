// The pictures of a case: one large, the strip beneath, before and after against each other.
import { Segmented } from "antd";
import { useState, type ReactNode } from "react";
import { useMay } from "../../api/me";
import { useTimes } from "../../parts/useTimes";
import { useKeys } from "../../shell/keys";
import { usePick, useWords } from "../../words/useWords";
import type { CaseView } from "../inbox/types";
import { inbox } from "../inbox/words";
import styles from "./case.module.css";
import { Compare } from "./Compare";
import { FilmStrip } from "./FilmStrip";
import { cameraOf, firstOf, markOf, originalOf, pairOf } from "./pictures";
import { Stage, type Shown } from "./Stage";

export function Pictures({ view, tools }: { view: CaseView; tools?: ReactNode }) {
  const w = useWords(inbox);
  const pick = usePick();
  const { full } = useTimes();
  const may = useMay();
  const { incident, film } = view;
  const [chosen, setChosen] = useState("");
  const [original, setOriginal] = useState(false);
  const [both, setBoth] = useState(false);
  const pair = pairOf(incident);
  const now = film.find((one) => one.url === chosen) ?? firstOf(film, incident.status);
  const kept = now === undefined ? undefined : originalOf(incident, now.url);
  const raw = original && kept !== undefined && may("evidence");
  const title = pick(incident.title, incident.title_en);
  const shown: Shown | null =
    now === undefined
      ? null
      : {
          src: raw ? kept.raw : now.url,
          alt: `${title} · ${cameraOf(view, now.camera_id)} · ${full(now.taken_at)}`,
          mark: markOf(kept, raw),
        };
  const step = (by: 1 | -1) => {
    const at = film.findIndex((one) => one.url === now?.url);
    const next = film[at + by];
    if (next !== undefined) setChosen(next.url);
  };
  useKeys([
    { key: "o", told: w.original, act: () => setOriginal((before) => !before) },
    { key: "b", told: w.beforeAfter, act: () => setBoth((before) => !before && pair !== null) },
    { key: "ArrowLeft", told: `${w.film} ←`, act: () => step(-1) },
    { key: "ArrowRight", told: `${w.film} →`, act: () => step(1) },
  ]);
  return (
    <div className={styles.pictures}>
      <div className={`${styles.bar} no-print`}>
        <Segmented
          size="small"
          value={both && pair !== null ? "both" : raw ? "raw" : "one"}
          onChange={(to) => {
            setBoth(to === "both");
            setOriginal(to === "raw");
          }}
          options={[
            { value: "one", label: w.picture },
            { value: "raw", label: `${w.original} O`, disabled: kept === undefined || !may("evidence") },
            { value: "both", label: `${w.beforeAfter} B`, disabled: pair === null },
          ]}
        />
        {tools}
      </div>
      {both && pair !== null ? <Compare pair={pair} /> : <Stage shown={shown} caption={now === undefined ? "" : <><span title={now.camera_id}>{cameraOf(view, now.camera_id)}</span> · {full(now.taken_at)} · {raw ? w.original : <>{w.maskedTold} <span className="no-print">{w.originalTold}</span></>}</>} />}
      {film.length > 1 && <FilmStrip film={film} name={(id) => cameraOf(view, id)} chosen={now?.url ?? ""} choose={setChosen} />}
    </div>
  );
}
