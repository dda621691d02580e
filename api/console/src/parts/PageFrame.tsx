// What every page has: a title, tools beside it, and one place that scrolls.
import { useEffect, type ReactNode } from "react";
import styles from "./pageframe.module.css";

export function PageFrame({ title, tools, children, flush = false }: {
  title: string;
  tools?: ReactNode;
  children: ReactNode;
  flush?: boolean; // the content goes to the edge and scrolls by itself: maps, walls
}) {
  useEffect(() => {
    document.title = `${title} · Gridwatch`;
  }, [title]);
  return (
    <main className={styles.frame} id="main" tabIndex={-1}>
      <header className={styles.head}>
        <h1>{title}</h1>
        <div className={styles.tools}>{tools}</div>
      </header>
      <div className={flush ? styles.flush : styles.body}>{children}</div>
    </main>
  );
}
