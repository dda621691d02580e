// A key as it is printed on a button.
import styles from "./inbox.module.css";

export function KeyCap({ of }: { of: string }) {
  return <kbd className={styles.key}>{of.toUpperCase()}</kbd>;
}
