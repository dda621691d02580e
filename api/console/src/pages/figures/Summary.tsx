// The figure of the whole time, column by column, with what is agreed.
import { Link } from "react-router";
import type { components } from "../../api/schema.gen";
import { useSettings } from "../../shell/settings";
import { usePick, useWords } from "../../words/useWords";
import type { Filters } from "../cases/query";
import { good, shown } from "./format";
import { wayOf } from "./ways";
import { figures } from "./words";
import styles from "./figures.module.css";

export function Summary({ figure, filters }: { figure: components["schemas"]["FigureOut"]; filters: Filters }) {
  const w = useWords(figures);
  const pick = usePick();
  const { language } = useSettings();
  return (
    <dl className={styles.summary} aria-label={w.total}>
      {figure.columns.map((column) => {
        const value = figure.total.values[column.key];
        const fine = good(value, column);
        const way = wayOf(figure, figure.total, column.key, filters, true);
        const text = <span className={fine === false ? styles.bad : undefined}>{shown(value, column.unit, language)}</span>;
        return (
          <div key={column.key} className={styles.number}>
            <dt>{pick(column.title, column.title_en)}</dt>
            <dd>{way ? <Link to={way.to} title={w.lists[way.list]}>{text}</Link> : text}</dd>
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
