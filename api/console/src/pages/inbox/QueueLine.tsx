// One line of the queue.
import { Checkbox } from "antd";
import { memo } from "react";
import { hideGone } from "../../parts/hideGone";
import { Severity, Status } from "../../parts/Tags";
import { useNow } from "../../parts/useNow";
import { useOwner } from "../../words/useOwner";
import { usePick, useWords } from "../../words/useWords";
import styles from "./inbox.module.css";
import { Limit } from "./Limit";
import type { Line } from "./queue";
import type { Pending } from "./types";
import { inbox } from "./words";

export interface LineProps {
  readonly line: Line;
  readonly chosen: boolean;
  readonly marked: boolean;
  readonly unfolded: boolean;
  readonly me: string;
  readonly choose: (key: string) => void;
  readonly mark: (key: string, range: boolean) => void;
  readonly unfold: (group: string) => void;
}

export const QueueLine = memo(function QueueLine({ line, chosen, marked, unfolded, me, choose, mark, unfold }: LineProps) {
  const w = useWords(inbox);
  const pick = usePick();
  const ownerOf = useOwner();
  const { card } = line;
  const group = line.group !== "";
  const waits = card.pending[0];
  const title = pick(card.title, card.title_en);
  const [street = ""] = card.place.cells;
  const where = card.place.cells.slice(0, 2).join(" · ") || ownerOf(card.owner);
  const told = !group && street !== "" && title.includes(street); // the headline says where: it takes both lines
  return (
    <div
      className={styles.line}
      data-chosen={chosen}
      data-gone={line.gone || waits !== undefined}
      data-severity={line.severity}
      data-child={line.child}
      data-testid="line"
    >
      <Checkbox className={styles.mark ?? ""} checked={marked} disabled={line.gone} aria-label={`${w.mark}: ${title}`} onClick={(event) => mark(line.key, event.shiftKey)} />
      <button type="button" className={styles.pick} aria-current={chosen} tabIndex={chosen ? 0 : -1} onClick={() => choose(line.key)}>
        <span className={styles.thumb}>{card.thumb !== null && <img src={`${card.thumb.url}?width=160`} alt="" loading="lazy" decoding="async" onError={hideGone} />}</span>
        <span className={styles.lineText}>
          <span className={styles.lineHead}>
            <Severity of={line.severity} />
            {!line.gone && <Limit card={card} />}
          </span>
          <span className={styles.title} data-lines={told ? 2 : 1}>{group ? pick(card.matter_name, card.matter_name_en) : title}</span>
          {!told && <span className={styles.sub}>{[group ? street : where, group && w.alike(line.count)].filter(Boolean).join(" · ")}</span>}
          <span className={styles.lineFoot}>
            {line.gone ? <em>{w.gone}</em> : waits !== undefined ? <Soon act={waits} me={me} /> : card.claim !== null ? (
              <em data-other={card.claim.who !== me}>{card.claim.who === me ? w.mine : w.by(card.claim.who)}</em>
            ) : (
              !card.waits && <Status of={card.status} />
            )}
          </span>
        </span>
      </button>
      {group && (
        <button type="button" className={styles.unfold} aria-expanded={unfolded} aria-label={unfolded ? w.fold : w.unfold} onClick={() => unfold(line.group)}>
          {unfolded ? "▾" : "▸"} {line.count}
        </button>
      )}
    </div>
  );
});

/** What somebody has said, and in how many seconds it is done. */
export function Soon({ act, me }: { act: Pending; me: string }) {
  const w = useWords(inbox);
  const now = useNow(1000);
  const left = Math.ceil((Date.parse(act.due_at) - now) / 1000);
  const who = act.who === me ? "" : act.who;
  return <em>{left > 0 ? w.soon(w.acts[act.act], who, left) : w.doing(w.acts[act.act], who)}</em>;
}
