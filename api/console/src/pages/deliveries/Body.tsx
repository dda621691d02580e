// The very text of a body, to be read, scrolled by keys, and copied.
import { useWords } from "../../words/useWords";
import styles from "./deliveries.module.css";
import { legible } from "./filters";
import { deliveries } from "./words";

const MOST_ROWS = 26;

export function Body({ of }: { of: string }) {
  const w = useWords(deliveries);
  const text = legible(of);
  return <textarea className={styles.body} readOnly aria-label={w.body} value={text} rows={Math.min(MOST_ROWS, text.split("\n").length + 1)} />;
}
