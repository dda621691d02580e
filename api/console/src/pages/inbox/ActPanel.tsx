// What can be done with the open case or with all that are marked, each by one key; where it is; who has it.
import { Alert, Button } from "antd";
import { memo, type ReactNode } from "react";
import { useTimes } from "../../parts/useTimes";
import { usePick, useWords } from "../../words/useWords";
import { Place } from "../case/Facts";
import { Sketch } from "../case/Sketch";
import { KEYS, LEAVES } from "./acts";
import styles from "./inbox.module.css";
import { KeyCap } from "./Key";
import type { CaseView, Kind } from "./types";
import { inbox } from "./words";

const SHOWN: readonly Kind[] = ["acknowledge", "confirm", "reject", "assign", "shelve", "merge", "split", "look_again", "send_again", "close", "unshelve"];
const RARE: ReadonlySet<Kind> = new Set<Kind>(["split", "send_again", "close", "unshelve"]); // shown only where they can be done

export interface ActPanelProps {
  readonly view: CaseView | undefined;
  readonly marked: number;
  readonly can: ReadonlySet<Kind>;
  readonly other: { readonly who: string; readonly until: string } | null;
  readonly takeOver: (() => void) | null; // null: may not
  readonly start: (act: Kind) => void;
  readonly sheet: ReactNode; // takes the place of the buttons while one is open
  readonly unmark: () => void;
}

export const ActPanel = memo(function ActPanel({ view, marked, can, other, takeOver, start, sheet, unmark }: ActPanelProps) {
  const w = useWords(inbox);
  const pick = usePick();
  const { short } = useTimes();
  const unit = view?.incident.case.unit;
  return (
    <aside className={styles.side} aria-label={w.act}>
      {marked > 0 && (
        <Alert type="info" title={w.marked(marked)} action={<Button size="small" onClick={unmark}>{w.unmark}</Button>} />
      )}
      {other !== null && marked === 0 && (
        <Alert
          type="warning"
          showIcon
          title={w.claimedBy(other.who, short(other.until))}
          description={w.claimTold}
          action={takeOver !== null && <Button size="small" danger onClick={takeOver}>{w.takeOver} <KeyCap of="t" /></Button>}
        />
      )}
      {sheet ?? (
        <div className={styles.acts}>
          {SHOWN.filter((act) => !RARE.has(act) || can.has(act)).map((act) => (
            <Button
              key={act}
              type={act === "confirm" || act === "acknowledge" ? "primary" : "default"}
              danger={act === "reject"}
              disabled={!can.has(act)}
              aria-keyshortcuts={KEYS[act]}
              className={LEAVES.has(act) ? "" : (styles.stays ?? "")}
              onClick={() => start(act)}
            >
              {w.acts[act]} <KeyCap of={KEYS[act]} />
            </Button>
          ))}
        </div>
      )}
      {view !== undefined && (
        <div className={styles.where}>
          <dl>
            <dt>{w.unit}</dt>
            <dd>{unit ? pick(unit.name, unit.name_en) : w.noUnit}</dd>
            <dt>{w.limit}</dt>
            <dd>{view.incident.case.due_at === null ? (view.incident.case.no_due ?? w.noLimit) : short(view.incident.case.due_at)}</dd>
          </dl>
          <Place view={view} />
          <Sketch view={view} />
          {view.near.length > 0 && (
            <p className={styles.nearBy}>
              {w.near}: {view.near.slice(0, 3).map((one) => `${pick(one.title, one.title_en)} (${w.apart(one.distance_m.toFixed(0))})`).join(pick(";", "; "))}
            </p>
          )}
        </div>
      )}
    </aside>
  );
});
