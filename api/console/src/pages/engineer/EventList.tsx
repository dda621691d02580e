// The true events of a clip, first ones first; choosing one goes to where it begins.
import { useTimes } from "../../parts/useTimes";
import { useMatter } from "../../words/useMatter";
import { useWords } from "../../words/useWords";
import { secondOf, type LabelEvent } from "./labels";
import { engineer } from "./words";
import styles from "./engineer.module.css";

export function EventList({ events, chosen, clip, onChoose }: {
  events: readonly LabelEvent[];
  chosen: string | null;
  clip: boolean; // times are told as seconds
  onChoose: (event: LabelEvent) => void;
}) {
  const w = useWords(engineer);
  const { full } = useTimes();
  const matterOf = useMatter();
  const told = (at: string) => (clip ? `${secondOf(at).toFixed(2)} s` : full(at));
  const ordered = [...events].sort((a, b) => Date.parse(a.start) - Date.parse(b.start));
  return (
    <ul className={styles.events} aria-label={w.list}>
      {ordered.map((one) => (
        <li key={one.id}>
          <button type="button" aria-pressed={one.id === chosen} onClick={() => onChoose(one)}>
            {one.id} · {matterOf(one.matter)}
            <small>{told(one.start)} – {one.end === undefined ? w.goesOn : told(one.end)}{one.box !== undefined && " · ▢"}</small>
          </button>
        </li>
      ))}
    </ul>
  );
}
