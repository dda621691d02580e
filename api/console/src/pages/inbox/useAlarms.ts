// New alarms are heard, told to the desktop, and told to a screen reader, by severity.
import { useEffect, useRef, useState } from "react";
import { useSettings } from "../../shell/settings";
import { usePick, useWords } from "../../words/useWords";
import { notify, sound, touched, wake } from "./alarm";
import { hear, SILENCE, type Heard } from "./hearing";
import { alarms, type Known, type Line } from "./queue";
import { inbox } from "./words";

const NOTICE_FROM = 1; // moderate; a minor one is only heard

/** `at`: when the service answered with these lines. Returns what a screen reader is told. */
export function useAlarms(lines: readonly Line[] | undefined, at: string, which: string, open: (id: string) => void): string {
  const w = useWords(inbox);
  const pick = usePick();
  const settings = useSettings();
  const known = useRef<(Known & { which: string }) | null>(null);
  const hearing = useRef<Heard>(SILENCE);
  const [told, setTold] = useState("");
  const opened = useRef(open);
  useEffect(() => {
    opened.current = open;
  });
  useEffect(() => {
    if (touched()) wake(); // at the login, or on the page that was shown before
    const heard = () => wake();
    window.addEventListener("pointerdown", heard);
    window.addEventListener("keydown", heard);
    return () => {
      window.removeEventListener("pointerdown", heard);
      window.removeEventListener("keydown", heard);
    };
  }, []);
  useEffect(() => {
    if (lines === undefined) return;
    const before = known.current?.which === which ? known.current : null;
    const found = alarms(before, lines);
    const ids = new Set([...(before?.ids ?? []), ...lines.flatMap((line) => line.ids)]);
    known.current = { which, at: Date.parse(at), ids: ids.size > 20_000 ? new Set(lines.flatMap((line) => line.ids)) : ids };
    if (found.line === undefined || which === "held") return;
    const { card } = found.line;
    const title = w.announced(found.ids.length, pick(card.title, card.title_en));
    setTold(title);
    const { sounds, heard } = hear(hearing.current, found.ids.length, Date.now());
    hearing.current = heard;
    if (settings.sound && sounds) sound(found.level);
    if (!sounds) return; // a flood has been told of: the queue shows the rest
    if (found.level >= NOTICE_FROM && document.hidden) notify(title, card.place.cells.join(" · "), card.id, () => opened.current(card.id));
  }, [lines, at, which, w, pick, settings.sound]);
  return told;
}
