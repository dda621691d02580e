// Labelling: step through a clip by keys, mark where an event begins and ends, draw its box, save.
import { useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, InputNumber, Select, Spin } from "antd";
import { useEffect, useState } from "react";
import { Link, useSearchParams } from "react-router";
import { isProblem } from "../../api/problem";
import { PageFrame } from "../../parts/PageFrame";
import { useTold } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import { useKeys } from "../../shell/keys";
import { useMatters } from "../../words/useMatter";
import { useWords } from "../../words/useWords";
import { Off } from "./Off";
import { ClipsTab } from "./ClipsTab";
import { EventList } from "./EventList";
import { freshId, instantOf, lasts, nudged, secondOf, with_, type BoxRow, type LabelEvent } from "./labels";
import { Stage } from "./Stage";
import type { Clip } from "./told";
import { bench, tell, useBench } from "./useBench";
import { engineer } from "./words";
import styles from "./engineer.module.css";

interface Labels {
  readonly events: readonly LabelEvent[];
  readonly mark: string;
}

const MIDDLE: BoxRow = [0.4, 0.4, 0.6, 0.6];
const NUDGE = 0.01;
const STEPS = [0.04, 0.2, 1, 5, 30];

export default function Label() {
  const w = useWords(engineer);
  const [params] = useSearchParams();
  const name = params.get("clip");
  if (name === null) return <PageFrame title={w.labels}><ClipsTab /></PageFrame>;
  return <Kept key={name} name={name} />;
}

function Kept({ name }: { name: string }) {
  const w = useWords(engineer);
  const url = `clips/${encodeURIComponent(name)}`;
  const clip = useBench<Clip>(url);
  const labels = useBench<Labels>(`${url}/labels`);
  const failed = clip.error ?? labels.error;
  if (clip.data && labels.data && failed === null) return <Desk clip={clip.data} url={url} kept={labels.data} />;
  return (
    <PageFrame title={`${w.labels}: ${name}`} tools={<Link to="/engineer?tab=labels">{w.back}</Link>}>
      {failed === null ? <Spin /> : <Off error={failed} again={() => { void clip.refetch(); void labels.refetch(); }} />}
    </PageFrame>
  );
}

function Desk({ clip, url, kept }: { clip: Clip; url: string; kept: Labels }) {
  const w = useWords(engineer);
  const told = useTold();
  const { full } = useTimes();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const matters = useMatters();
  const looks = clip.kind === "looks";
  const last = looks ? Math.max(0, clip.looks.length - 1) : Math.max(0, clip.seconds ?? 0);
  const [at, setAt] = useState(0);
  const [step, setStep] = useState(looks ? 1 : 0.2);
  const [{ events, mark }, setLabels] = useState(kept);
  const [chosen, setChosen] = useState<string | null>(kept.events[0]?.id ?? null);
  const [dirty, setDirty] = useState(false);
  const [problems, setProblems] = useState<readonly string[]>([]);
  const go = (to: number) => setAt(Math.round(Math.min(last, Math.max(0, to)) * 1000) / 1000);
  const camera = looks ? (clip.looks[at]?.camera ?? "") : clip.name.replace(/\.[^.]+$/, "");
  const now = looks ? (clip.looks[at]?.taken_at ?? instantOf(0)) : instantOf(at);
  const event = events.find((one) => one.id === chosen);
  const change = (next: readonly LabelEvent[]) => {
    setLabels({ events: next, mark });
    setDirty(true);
  };
  const edit = (part: Readonly<Record<string, unknown>>) => {
    if (event) change(with_(events, event.id, part));
  };
  const add = () => {
    const id = freshId(events);
    change([...events, { id, matter: event?.matter ?? matters[0]?.value ?? "construction_waste", cameras: [camera], start: now }]);
    setChosen(id);
  };
  const save = async () => {
    try {
      const done = await tell<Labels>("PUT", `${url}/labels`, { events }, { "if-match": `"${mark}"` });
      setLabels(done);
      setDirty(false);
      setProblems([]);
      void message.success(w.saved);
      void cache.invalidateQueries({ queryKey: ["workbench", "clips"] });
    } catch (error) {
      setProblems(isProblem(error, 412) ? [w.clash] : isProblem(error, 422) && Array.isArray(error.body.problems) ? error.body.problems.map(String) : [told(error)]);
    }
  };
  const again = async () => {
    setLabels(await bench<Labels>(`${url}/labels`));
    setDirty(false);
    setProblems([]);
  };
  const arrow = (dx: number, dy: number, size: boolean) => {
    if (event?.box) edit({ box: nudged(event.box, dx * NUDGE, dy * NUDGE, size) });
  };
  useArrows(event?.box !== undefined, arrow);
  useKeys([
    { key: ".", told: w.next, act: () => go(at + step) },
    { key: ",", told: w.before, act: () => go(at - step) },
    { key: "]", told: w.far, act: () => go(at + 10 * step) },
    { key: "[", told: w.farBack, act: () => go(at - 10 * step) },
    { key: "n", told: w.add, act: add },
    { key: "s", told: w.start, act: () => edit({ start: now }) },
    { key: "e", told: w.end, act: () => edit({ end: now }) },
    { key: "b", told: w.box, act: () => edit({ box: event?.box ?? MIDDLE, cameras: event ? [camera, ...event.cameras.filter((one) => one !== camera)] : [] }) },
    { key: "w", told: w.save, act: () => void save() },
  ]);
  useEffect(() => {
    const asks = (leaving: BeforeUnloadEvent) => { if (dirty) leaving.preventDefault(); };
    window.addEventListener("beforeunload", asks);
    return () => window.removeEventListener("beforeunload", asks);
  }, [dirty]);
  const shown = events.filter((one) => one.box !== undefined && one.cameras[0] === camera && (one.id === chosen || lasts(one, Date.parse(now))));
  return (
    <PageFrame
      flush title={`${w.labels}: ${clip.name}`}
      tools={
        <>
          {dirty && <span role="status">{w.unsaved}</span>}
          <Link to="/engineer?tab=labels">{w.back}</Link>
          <Button type="primary" onClick={() => void save()}>{w.save} (W)</Button>
        </>
      }
    >
      <div className={styles.labelling}>
        <div className={styles.stage}>
          <Stage src={`/api/v1/workbench/${url}/frame?at=${at}`} alt={looks ? `${camera} ${full(now)}` : w.second(at.toFixed(2))} events={shown} chosen={chosen} onBox={(box) => { if (event) edit({ box, cameras: [camera, ...event.cameras.filter((one) => one !== camera)] }); }} />
          <div className={styles.rail}>
            <Button aria-label={w.before} onClick={() => go(at - step)}>◀</Button>
            <input type="range" aria-label={w.goTo} min={0} max={last} step={looks ? 1 : 0.04} value={at} onChange={(moved) => go(Number(moved.target.value))} />
            <Button aria-label={w.next} onClick={() => go(at + step)}>▶</Button>
            <span role="status">{looks ? `${w.look(at + 1, clip.looks.length)} · ${camera} · ${full(now)}` : w.second(at.toFixed(2))}</span>
            {!looks && <Select aria-label={w.step} value={step} onChange={setStep} options={STEPS.map((value) => ({ value, label: `${value} s` }))} />}
          </div>
          <small>{w.drag}</small>
        </div>
        <div className={styles.side}>
          {problems.length > 0 && (
            <Alert type="error" title={w.mistakes} description={<ul>{problems.slice(0, 8).map((one) => <li key={one}>{one}</li>)}</ul>} action={<Button size="small" onClick={() => void again()}>{w.reloadLabels}</Button>} />
          )}
          <div className={styles.tools}>
            <Button onClick={add}>{w.add} (N)</Button>
            <Button disabled={!event} onClick={() => edit({ start: now })}>{w.start} (S)</Button>
            <Button disabled={!event} onClick={() => edit({ end: now })}>{w.end} (E)</Button>
          </div>
          {event && (
            <div className={styles.fields} role="group" aria-label={w.chosen}>
              <label>
                {w.matter}
                <Select aria-label={w.matter} value={event.matter} showSearch={{ optionFilterProp: "label" }} options={matters.some((one) => one.value === event.matter) ? matters : [...matters, { value: event.matter, label: event.matter }]} onChange={(matter: string) => edit({ matter })} />
              </label>
              <label>
                {w.count}
                <InputNumber aria-label={w.count} min={0} max={1_000_000} value={event.count ?? null} onChange={(count) => edit({ count: count ?? undefined })} />
              </label>
              <div className={styles.tools}>
                <Button disabled={event.box === undefined} onClick={() => edit({ box: undefined })}>{w.noBox}</Button>
                <Button danger onClick={() => { change(events.filter((one) => one !== event)); setChosen(null); }}>{w.remove}</Button>
              </div>
            </div>
          )}
          <EventList events={events} chosen={chosen} clip={!looks} onChoose={(one) => {
            setChosen(one.id);
            go(looks ? Math.max(0, clip.looks.findIndex((look) => look.camera === one.cameras[0] && Date.parse(look.taken_at) >= Date.parse(one.start))) : secondOf(one.start));
          }} />
        </div>
      </div>
    </PageFrame>
  );
}

/** Arrows move the box, with Shift they size it; the shell's keys have no Shift. */
function useArrows(on: boolean, act: (dx: number, dy: number, size: boolean) => void): void {
  useEffect(() => {
    if (!on) return undefined;
    const heard = (event: KeyboardEvent) => {
      if (event.target instanceof HTMLElement && /^(INPUT|TEXTAREA|SELECT)$/.test(event.target.tagName)) return;
      const way = ({ ArrowLeft: [-1, 0], ArrowRight: [1, 0], ArrowUp: [0, -1], ArrowDown: [0, 1] } as Readonly<Record<string, readonly [number, number]>>)[event.key];
      if (way === undefined) return;
      event.preventDefault();
      act(way[0], way[1], event.shiftKey);
    };
    window.addEventListener("keydown", heard);
    return () => window.removeEventListener("keydown", heard);
  });
}
