// What one has just said, for as long as it can be taken back; and what could not be done, until it is read.
import { Alert, Button } from "antd";
import { memo } from "react";
import { useNow } from "../../parts/useNow";
import { usePick, useWords } from "../../words/useWords";
import { batches, type Batch } from "./acts";
import styles from "./inbox.module.css";
import { KeyCap } from "./Key";
import type { Pending } from "./types";
import { inbox } from "./words";

export const UndoBar = memo(function UndoBar({ pending, refused, me, undo, putAway, open }: {
  pending: readonly Pending[];
  refused: readonly Pending[];
  me: string;
  undo: (batch: Batch) => void;
  putAway: (id: string) => void;
  open: (id: string) => void;
}) {
  const w = useWords(inbox);
  const pick = usePick();
  const said = batches(pending, me).slice(0, 3);
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
      {said.map((batch, i) => <Undo key={`${batch.acts[0]?.id}`} batch={batch} first={i === 0} undo={undo} />)}
    </div>
  );
});

/** Drawn anew twice a second while there is time left, and only this. */
function Undo({ batch, first, undo }: { batch: Batch; first: boolean; undo: (batch: Batch) => void }) {
  const w = useWords(inbox);
  const left = batch.due - useNow(500);
  if (left <= 0) return null;
  return (
    <div className={styles.undoLine} data-testid="undo">
      <span>{w.undoTold(w.told[batch.act], batch.acts.length, Math.ceil(left / 1000))}</span>
      <Button size="small" onClick={() => undo(batch)}>{w.undo} {first && <KeyCap of="z" />}</Button>
    </div>
  );
}
