// Sending again: first it is counted, then it wants a reason, then it is done.
import { App } from "antd";
import { useTold } from "../../parts/Trouble";
import { useWords } from "../../words/useWords";
import { Reason } from "./Reason";
import styles from "./deliveries.module.css";
import { useDryRun, useReplay, type Wish } from "./useLedger";
import { deliveries } from "./words";

export function Replay({ wish, enables, left, done, close }: {
  wish: Wish;
  enables: boolean; // the receiver named is disabled, and would work again
  left: boolean; // filters by words are not part of it
  done: () => void;
  close: () => void;
}) {
  const w = useWords(deliveries);
  const told = useTold();
  const { message } = App.useApp();
  const count = useDryRun(wish);
  const replay = useReplay();
  const doing = (reason: string) =>
    replay.mutate(
      { wish, reason },
      {
        onSuccess: (sent) => {
          void message.success(w.replayed(sent));
          done();
          close();
        },
      },
    );
  const would = count.data ?? 0;
  return (
    <Reason title={w.replay} ok={w.replayNow(would)} can={would > 0} busy={replay.isPending} error={replay.error} doing={doing} close={close}>
      <p role="status" className={styles.would}>
        {count.isPending ? w.counting : count.isError ? told(count.error) : would === 0 ? w.wouldNothing : w.wouldReplay(would)}
      </p>
      {enables && <p>{w.alsoEnables}</p>}
      {wish.ids.length === 0 && wish.states.length === 0 && <p className={styles.quiet}>{w.defaultStates}</p>}
      {left && <p className={styles.quiet}>{w.wordsLeftOut}</p>}
    </Reason>
  );
}
