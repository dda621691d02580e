// What one has just said, for as long as it can be taken back; and what could not be done, until it is read.
import { Alert, Button } from "antd";
import { usePick, useWords } from "../../words/useWords";
import { batches, type Batch } from "./acts";
import styles from "./inbox.module.css";
import { KeyCap } from "./Key";
import { useNow } from "./Limit";
import type { Pending } from "./types";
import { inbox } from "./words";

export function UndoBar({ pending, refused, me, undo, putAway, open }: {
  pending: readonly Pending[];
  refused: readonly Pending[];
  me: string;
  undo: (batch: Batch) => void;
  putAway: (id: string) => void;
  open: (id: string) => void;
}) {
  const w = useWords(inbox);
  const pick = usePick();
  const now = useNow(500);
  const said = batches(pending, me).filter((batch) => batch.due > now).slice(0, 3);
  const lost = refused.filter((act) => act.who === me).slice(0, 3);
  return (
    <div className={styles.undo} aria-live="polite">
      {lost.map((act) => (
        <Alert
          key={act.id}
          type="error"
          showIcon
          title={w.lost(w.acts[act.act], pick(act.refused, act.refused_en))}
          action={
            <>
              <Button size="small" type="link" onClick={() => open(act.incident_id)}>{w.openCase}</Button>
              <Button size="small" onClick={() => putAway(act.id)}>{w.understood}</Button>
            </>
          }
        />
      ))}
      {said.map((batch, i) => (
        <div key={`${batch.acts[0]?.id}`} className={styles.undoLine} data-testid="undo">
          <span>{w.undoTold(w.told[batch.act], batch.acts.length, Math.ceil((batch.due - now) / 1000))}</span>
          <Button size="small" onClick={() => undo(batch)}>{w.undo} {i === 0 && <KeyCap of="z" />}</Button>
        </div>
      ))}
    </div>
  );
}
