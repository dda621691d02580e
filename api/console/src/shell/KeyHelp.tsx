import { Modal, Typography } from "antd";
import { useWords } from "../words/useWords";
import { useKeyDesk } from "./keys";
import styles from "./shell.module.css";
import { shell } from "./words";

export function KeyHelp({ open, close }: { open: boolean; close: () => void }) {
  const w = useWords(shell);
  const desk = useKeyDesk();
  return (
    <Modal open={open} onCancel={close} footer={null} title={w.help} destroyOnHidden>
      <Typography.Paragraph type="secondary">{w.keysTold}</Typography.Paragraph>
      <dl className={styles.keys}>
        {open &&
          desk.known().map((key) => (
            <div key={key.key}>
              <dt>
                {key.key.split(" ").map((part) => (
                  <kbd key={part}>{part}</kbd>
                ))}
              </dt>
              <dd>{key.told}</dd>
            </div>
          ))}
      </dl>
    </Modal>
  );
}
