// Moving a silence's end, ending it, or taking a case from the shelf: each for a reason.
import { Alert, App, DatePicker, Input, Modal } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState } from "react";
import { useTold } from "../../parts/Trouble";
import { common } from "../../words/common";
import { useWords } from "../../words/useWords";
import styles from "./silences.module.css";
import { useEnd, useMove, useTakeDown } from "./useSilences";
import { silences } from "./words";

export interface Wanted {
  readonly act: "move" | "end" | "takeDown";
  readonly id: string; // of the silence, or of the case on the shelf
  readonly ends: string; // as it stands now
}

export function Change({ wanted, close }: { wanted: Wanted; close: () => void }) {
  const w = useWords(silences);
  const c = useWords(common);
  const told = useTold();
  const { message } = App.useApp();
  const move = useMove();
  const end = useEnd();
  const takeDown = useTakeDown();
  const [why, setWhy] = useState("");
  const [at, setAt] = useState<Dayjs | null>(() => dayjs(wanted.ends));
  const doing = { move, end, takeDown }[wanted.act];
  const ready = why.trim() !== "" && (wanted.act !== "move" || at !== null) && !doing.isPending;
  const done = (text: string) => () => {
    void message.success(text);
    close();
  };
  const act = () => {
    if (!ready) return;
    const given = { id: wanted.id, why: why.trim() };
    if (wanted.act === "move") move.mutate({ ...given, ends_at: at?.toISOString() ?? wanted.ends }, { onSuccess: done(w.moved) });
    else if (wanted.act === "end") end.mutate(given, { onSuccess: done(w.ended) });
    else takeDown.mutate(given, { onSuccess: done(w.taken) });
  };
  return (
    <Modal open title={w[wanted.act]} okText={w[wanted.act]} cancelText={c.cancel} okButtonProps={{ disabled: !ready, loading: doing.isPending }} onOk={act} onCancel={close} destroyOnHidden>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          act();
        }}
      >
        {wanted.act === "move" && (
          <div className={styles.row}>
            <span>{w.ends}</span>
            <DatePicker aria-label={w.ends} showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" value={at} onChange={(value: Dayjs | null) => setAt(value)} />
          </div>
        )}
        <div className={styles.row}>
          <span>{w.reason}</span>
          <Input aria-label={w.reason} value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} required />
        </div>
        {doing.isError && <Alert type="error" showIcon title={told(doing.error)} role="alert" />}
      </form>
    </Modal>
  );
}
