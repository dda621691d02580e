// Kept pictures and the last looks of a case's cameras, oldest first.
import { useEffect, useRef } from "react";
import { hideGone } from "../../parts/hideGone";
import { useTimes } from "../../parts/useTimes";
import { useWords } from "../../words/useWords";
import type { Film } from "../inbox/types";
import { inbox } from "../inbox/words";
import styles from "./case.module.css";

export function FilmStrip({ film, name, chosen, choose }: { film: readonly Film[]; name: (camera: string) => string; chosen: string; choose: (url: string) => void }) {
  const w = useWords(inbox);
  const { short } = useTimes();
  const strip = useRef<HTMLDivElement>(null);
  useEffect(() => {
    const now = strip.current?.querySelector<HTMLElement>("[aria-pressed='true']");
    if (now) strip.current?.scrollTo({ left: now.offsetLeft - 200 });
  }, [chosen, film.length]);
  const named: Readonly<Record<string, string>> = { before: w.before, after: w.after, latest: w.latest, second_view: w.second_view };
  return (
    <div className={styles.film} ref={strip} role="group" aria-label={w.film}>
      {film.map((one) => (
        <button type="button" key={one.url} aria-pressed={one.url === chosen} onClick={() => choose(one.url)}>
          <img src={one.kind === "evidence" ? `${one.url}?width=160` : one.url} alt="" loading="lazy" decoding="async" onError={hideGone} />
          <span title={one.camera_id}>{one.role === "" ? w.shot : (named[one.role] ?? one.role)} · {name(one.camera_id)}</span>
          <time dateTime={one.taken_at}>{short(one.taken_at)}</time>
        </button>
      ))}
    </div>
  );
}
