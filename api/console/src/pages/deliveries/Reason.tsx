// A dialog that does something for a reason, and not without one.
import { Alert, Input, Modal } from "antd";
import { useState, type ReactNode } from "react";
import { useTold } from "../../parts/Trouble";
import { common } from "../../words/common";
import { useWords } from "../../words/useWords";
import styles from "./deliveries.module.css";
import { deliveries } from "./words";

export function Reason({ title, doing, ok, can = true, busy, error, close, children }: {
  title: string;
  ok: string; // what the button says that it does
  can?: boolean; // false: there is nothing to do
  busy: boolean;
  error: unknown;
  doing: (reason: string) => void;
  close: () => void;
  children: ReactNode;
}) {
  const w = useWords(deliveries);
  const c = useWords(common);
  const told = useTold();
  const [reason, setReason] = useState("");
  const ready = can && reason.trim() !== "" && !busy;
  return (
    <Modal open title={title} okText={ok} cancelText={c.cancel} okButtonProps={{ disabled: !ready, loading: busy }} onOk={() => doing(reason.trim())} onCancel={close} destroyOnHidden>
      <form
        className={styles.reason}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready) doing(reason.trim());
        }}
      >
        {children}
        <label>
          {w.why} <span className={styles.quiet}>({w.whyTold})</span>
          <Input value={reason} maxLength={200} onChange={(event) => setReason(event.target.value)} required />
        </label>
        {error !== null && <Alert type="error" showIcon title={told(error)} role="alert" />}
      </form>
    </Modal>
  );
}
