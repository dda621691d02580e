// Cases that belong to this one, and the cameras that can show its place.
import { Link } from "react-router";
import { usePick, useWords } from "../../words/useWords";
import type { CaseView } from "../inbox/types";
import { inbox } from "../inbox/words";
import styles from "./case.module.css";
import { caseWords } from "./words";

export function Linked({ view }: { view: CaseView }) {
  const w = useWords(caseWords);
  const i = useWords(inbox);
  const pick = usePick();
  const { facts } = view.incident;
  const named: readonly (readonly [string, string | undefined])[] = [
    [w.mergedInto, facts.merged_into], [w.splitFrom, facts.split_from], [w.splitInto, facts.split_into], [w.recurrenceOf, facts.recurrence_of],
  ];
  const links = named.flatMap(([told, ids]) => (ids ?? "").split(",").filter((id) => id !== "").map((id) => ({ told, id: id.trim() })));
  return (
    <>
      {links.length === 0 && view.near.length === 0 && <p className={styles.quiet}>{w.nothingLinked}</p>}
      <ul>
        {links.map(({ told, id }) => <li key={`${told}${id}`}>{told} <Link to={`/case/${id}`}>{id}</Link></li>)}
        {view.near.map((one) => (
          <li key={one.id}>{w.near} <Link to={`/case/${one.id}`}>{pick(one.title, one.title_en)}</Link> · {i.apart(one.distance_m.toFixed(0))}</li>
        ))}
      </ul>
    </>
  );
}

export function Around({ view }: { view: CaseView }) {
  const w = useWords(caseWords);
  const { views, near, over } = view.views;
  const name = (id: string) => views.find((one) => one.camera_id === id)?.name ?? id;
  if (views.length === 0) return <p className={styles.quiet}>{w.nobody}</p>;
  return (
    <>
      {near !== null && over !== null && near !== over && <p>{w.pair(name(near), name(over))}</p>}
      <div className={styles.scroll}>
        <table className={styles.table} aria-label={w.around}>
          <thead><tr><th scope="col">{w.cameraName}</th><th scope="col">{w.distance}</th><th scope="col">{w.height}</th><th scope="col">{w.sure}</th><th scope="col" /></tr></thead>
          <tbody>
            {views.slice(0, 12).map((one) => (
              <tr key={one.camera_id}>
                <td><Link to={`/camera/${one.camera_id}`}>{one.name}</Link></td>
                <td>{one.distance_m.toFixed(0)} m</td>
                <td>{one.height_m === null ? "—" : `${one.height_m.toFixed(0)} m`}</td>
                <td>{Math.round(one.sure * 100)} %</td>
                <td className={styles.quiet}>{[one.shown && w.shown, one.high && w.high, one.turns && w.turns].filter((told) => told !== false).join(" · ")}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </div>
    </>
  );
}
