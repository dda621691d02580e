// The figure of the whole time, column by column, with what is agreed.
import { Link } from "react-router";
import type { components } from "../../api/schema.gen";
import { useSettings } from "../../shell/settings";
import { usePick, useWords } from "../../words/useWords";
import { good, shown } from "./format";
import { figures } from "./words";
import styles from "./figures.module.css";

export function Summary({ figure }: { figure: components["schemas"]["FigureOut"] }) {
  const w = useWords(figures);
  const pick = usePick();
  const { language } = useSettings();
  return (
    <dl className={styles.summary} aria-label={w.total}>
      {figure.columns.map((column) => {
        const value = figure.total.values[column.key];
        const fine = good(value, column);
        const link = figure.total.cases[column.key];
        const text = <span className={fine === false ? styles.bad : undefined}>{shown(value, column.unit, language)}</span>;
        return (
          <div key={column.key} className={styles.number}>
            <dt>{pick(column.title, column.title_en)}</dt>
            <dd>{link !== undefined && value !== null && value !== 0 ? <Link to={`/cases?${link}`} title={w.cases}>{text}</Link> : text}</dd>
            {column.limit !== null && (
              <dd>
                <small>
                  {fine === false && <span aria-hidden="true">▲ </span>}
                  {w.limit} {column.least ? "≥" : "≤"} {shown(column.limit, column.unit, language)}
                </small>
              </dd>
            )}
          </div>
        );
      })}
    </dl>
  );
}
