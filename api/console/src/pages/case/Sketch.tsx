// Where it is: the case with its radius, the cameras around it and where they look, the city's grid beneath.
import { useDistrict } from "../../api/me";
import { useWords } from "../../words/useWords";
import type { CaseView } from "../inbox/types";
import { inbox } from "../inbox/words";
import styles from "./case.module.css";
import { metres, reach, ringsOf, scaleOf, wedge } from "./sketch";

export function Sketch({ view }: { view: CaseView }) {
  const w = useWords(inbox);
  const grid = (useDistrict().data as Record<string, unknown> | undefined)?.grid;
  const { place } = view.incident;
  const stands = view.stands.map((stand) => ({ ...stand, at: metres(place, stand) }));
  const half = reach(place.radius_m, stands.map(({ at }) => Math.hypot(at[0], at[1])));
  const rings = ringsOf(grid, place, half);
  const seen = new Set(view.incident.cameras);
  const bar = scaleOf(half);
  const unit = half / 100;
  return (
    <svg className={styles.sketch} viewBox={`${-half} ${-half} ${half * 2} ${half * 2}`} role="img" aria-label={w.map}>
      {rings.map((ring, i) => (
        <polygon key={`${ring.code}-${i}`} className={styles.cell} points={ring.points.map(([east, north]) => `${east},${-north}`).join(" ")} />
      ))}
      {stands.map(({ camera_id, at, heading_deg }) =>
        heading_deg === null ? null : <polygon key={`v-${camera_id}`} className={styles.view} data-seen={seen.has(camera_id)} points={wedge(at[0], at[1], heading_deg, half * 0.35)} />,
      )}
      <circle className={styles.radius} r={Math.max(place.radius_m, unit * 3)} />
      {stands.map(({ camera_id, name, at }) => (
        <g key={camera_id} transform={`translate(${at[0]} ${-at[1]})`}>
          <title>{name}</title>
          <circle className={styles.camera} data-seen={seen.has(camera_id)} r={unit * 4} />
        </g>
      ))}
      <circle className={styles.spot} r={unit * 4.5} />
      <g transform={`translate(${-half * 0.92} ${half * 0.9})`} className={styles.scale}>
        <path d={`M0 ${-unit * 4} V0 H${bar} V${-unit * 4}`} />
        <text x={bar + unit * 4} y={0} fontSize={unit * 11}>{w.scale(bar)}</text>
      </g>
      <g transform={`translate(${half * 0.88} ${-half * 0.8})`} className={styles.scale}>
        <path d={`M0 ${unit * 8} V${-unit * 6} M${-unit * 4} ${-unit} L0 ${-unit * 7} L${unit * 4} ${-unit}`} />
        <text x={0} y={unit * 19} fontSize={unit * 11} textAnchor="middle">{w.north}</text>
      </g>
    </svg>
  );
}
