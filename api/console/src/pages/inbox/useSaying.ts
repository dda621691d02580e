// Saying acts: on the open case, or on all that are marked; what was refused is told with why; undo of the last.
import { App } from "antd";
import { useCallback } from "react";
import { serverNow } from "../../api/time";
import { useTold } from "../../parts/Trouble";
import { usePick, useWords } from "../../words/useWords";
import { batches, type Batch } from "./acts";
import type { Kind, Pending } from "./types";
import { useSay, useTakeBack, type Said } from "./useDesk";
import { inbox } from "./words";

export interface Saying {
  /** Say an act; the answer tells which incidents it waits for. */
  readonly say: (act: Kind, ids: readonly string[], more?: Partial<Said>) => Promise<readonly string[]>;
  /** Take back what was said together; the answer tells of which incidents. */
  readonly undo: (batch: Batch) => Promise<readonly string[]>;
  readonly undoLast: () => Promise<readonly string[]>;
}

const AT_ONCE = 100; // that the service takes in one call

export function useSaying(pending: readonly Pending[], me: string): Saying {
  const w = useWords(inbox);
  const pick = usePick();
  const told = useTold();
  const { message } = App.useApp();
  const { mutateAsync: send } = useSay();
  const { mutateAsync: takeBack } = useTakeBack();
  const say = useCallback(
    async (act: Kind, ids: readonly string[], more: Partial<Said> = {}) => {
      const good: string[] = [];
      const bad: string[] = [];
      try {
        for (let at = 0; at < ids.length; at += AT_ONCE) {
          const answer = await send({ ...more, act, ids: ids.slice(at, at + AT_ONCE) });
          for (const one of answer.answers) {
            if (one.pending !== null) good.push(one.incident_id);
            else bad.push(pick(one.why, one.why_en));
          }
        }
      } catch (error) {
        void message.error(told(error));
        return good;
      }
      if (bad.length > 0) void message.warning(ids.length === 1 ? w.refusedOne(bad[0] ?? "") : w.refusedMany(bad.length, bad[0] ?? ""), 6);
      return good;
    },
    [send, message, pick, told, w],
  );
  const undo = useCallback(
    async (batch: Batch) => {
      try {
        const answer = await takeBack(batch.acts.map((act) => act.id));
        if (answer.taken_back.length > 0) void message.success(w.undone(answer.taken_back.length));
        if (answer.too_late.length > 0) void message.warning(w.tooLate(answer.too_late.length));
        const taken = new Set(answer.taken_back);
        return batch.acts.filter((act) => taken.has(act.id)).map((act) => act.incident_id);
      } catch (error) {
        void message.error(told(error));
        return [];
      }
    },
    [takeBack, message, told, w],
  );
  const undoLast = useCallback(async () => {
    const [last] = batches(pending, me).filter((batch) => batch.due > serverNow());
    return last === undefined ? [] : undo(last);
  }, [pending, me, undo]);
  return { say, undo, undoLast };
}
