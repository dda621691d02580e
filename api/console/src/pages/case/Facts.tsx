// Why it fired, why it stands where it stands, what was here before: the facts beside the picture.
import { Button, Tooltip } from "antd";
import { Link } from "react-router";
import { hideGone } from "../../parts/hideGone";
import { Status } from "../../parts/Tags";
import { useTimes } from "../../parts/useTimes";
import { usePick, useWords } from "../../words/useWords";
import { common } from "../../words/common";
import type { CaseView } from "../inbox/types";
import { inbox } from "../inbox/words";
import styles from "./case.module.css";
import { cameraOf } from "./pictures";

export function Why({ view }: { view: CaseView }) {
  const w = useWords(inbox);
  const pick = usePick();
  const { incident, card } = view;
  return (
    <section className={styles.facts} aria-label={w.why}>
      <h3>{w.why}</h3>
      <p>{pick(incident.why, incident.why_en)}</p>
      {incident.views.filter((one) => one.merged !== null).map((one) => (
        <p key={one.subject} className={styles.quiet}><span title={one.camera_id}>{cameraOf(view, one.camera_id)}</span>: {pick(one.merged, one.merged_en)}</p>
      ))}
      {incident.reports.map((report) => (
        <p key={`${report.source}:${report.number}`} className={styles.quiet}>{report.source} {report.number}: {report.text}</p>
      ))}
      {card !== null && card.parts.length > 0 && (
        <>
          <h3>{w.rank} · {w.points(card.points.toFixed(1))}</h3>
          <ul className={styles.parts}>
            {card.parts.map((part) => (
              <li key={part.name}>
                <span>{part.points.toFixed(1)}</span>
                <meter min={0} max={40} value={part.points} aria-hidden="true" />
                {pick(part.why, part.why_en)}
              </li>
            ))}
          </ul>
          {card.names.length > 0 && <p>{(pick("zh", "en") === "zh" ? card.names : card.names_en).join(" · ")}</p>}
        </>
      )}
      {card !== null && !card.shown && <p>{pick(card.why, card.why_en)}</p>}
    </section>
  );
}

export function Earlier({ view }: { view: CaseView }) {
  const w = useWords(inbox);
  const pick = usePick();
  const { day } = useTimes();
  return (
    <section className={styles.facts} aria-label={w.previous}>
      <h3>{w.previous}</h3>
      {view.previous.length === 0 && <p className={styles.quiet}>{w.noPrevious}</p>}
      <ul className={styles.earlier}>
        {view.previous.map((one) => (
          <li key={one.id}>
            <Link to={`/case/${one.id}`}>
              {one.thumb !== null && <img src={`${one.thumb.url}?width=96`} alt="" loading="lazy" onError={hideGone} />}
              <span>{day(one.created_at)} <Status of={one.status} /><br />{pick(one.title, one.title_en)} · {w.apart(one.distance_m.toFixed(0))}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}

export function Place({ view }: { view: CaseView }) {
  const w = useWords(inbox);
  const c = useWords(common);
  const { place, cameras } = view.incident;
  return (
    <p className={styles.place}>
      <strong>{place.grid.filter((cell) => cell.level !== "district").map((cell) => cell.name).join(" · ") || c.unknown}</strong>
      <Tooltip title={`${c.origin[place.origin] ?? place.origin} · WGS-84`}>
        <span className={`${styles.quiet ?? ""} ${styles.where ?? ""}`}>{place.lon.toFixed(6)}, {place.lat.toFixed(6)} {w.metres(place.radius_m.toFixed(0))}</span>
      </Tooltip>
      {cameras.map((id) => (
        <Link key={id} to={`/camera/${id}`}><Button size="small" type="link">{cameraOf(view, id)}</Button></Link>
      ))}
    </p>
  );
}
