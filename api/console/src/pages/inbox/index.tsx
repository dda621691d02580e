// The queue of what wants an operator: a queue, the case large, and what can be done with it.
import { Alert, Button, Spin, type InputRef } from "antd";
import { useEffect, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { useMay } from "../../api/me";
import { PageFrame } from "../../parts/PageFrame";
import { Trouble } from "../../parts/Trouble";
import { useAddress } from "../../parts/useAddress";
import { useSteady } from "../../parts/useSteady";
import { useKeys } from "../../shell/keys";
import { usePick, useWords } from "../../words/useWords";
import { ActPanel } from "./ActPanel";
import { ASKS, KEYS, LEAVES, possible, type Batch } from "./acts";
import { Alarms } from "./Alarms";
import { CasePanel } from "./CasePanel";
import styles from "./inbox.module.css";
import { Queue } from "./Queue";
import { lineOf, linesOf, markedAfter, matches, neighbour, nextOpen, type Line } from "./queue";
import { Sheet } from "./Sheets";
import { Tools, Waiting } from "./Tools";
import type { Kind, Pending } from "./types";
import { UndoBar } from "./UndoBar";
import { useClaim } from "./useClaim";
import { PAGE, useAhead, useCase, useInbox, useMyName, usePending, usePutAway, useRefused, useRejections, useUnits, type Said, type Which } from "./useDesk";
import { useSaying } from "./useSaying";
import { useShown } from "./useShown";
import { inbox } from "./words";

const NOBODY_CHOSE_MS = 2000; // while alarms come in, the first of the queue is another one every moment
const NOTHING: readonly Pending[] = [];

export default function Inbox() {
  const w = useWords(inbox);
  const pick = usePick();
  const me = useMyName();
  const may = useMay();
  const go = useNavigate();
  const [address, set] = useAddress();
  const shownAs = address.get("show");
  const which: Which = shownAs === "all" || shownAs === "held" ? shownAs : "todo";
  const [chosen, setChosen] = useState(address.get("case")); // the address follows: it changes too late for quick keys
  const [text, setText] = useState(address.get("q") ?? "");
  const [limit, setLimit] = useState(PAGE);
  const [unfolded, setUnfolded] = useState("");
  const [marked, setMarked] = useState<ReadonlySet<string>>(new Set());
  const [asking, setAsking] = useState<Kind | null>(null);
  const [inside, setInside] = useState(false); // the pointer is over the queue
  const [said, setSaid] = useState("");
  const field = useRef<InputRef>(null);
  const found = useInbox(which, limit, unfolded);
  const data = found.data;
  const now = useMemo<Line[] | undefined>(() => {
    if (data === undefined) return undefined;
    return which === "held" ? data.cards.map((card) => lineOf(card)) : linesOf(data.rows, unfolded, data.cards);
  }, [data, which, unfolded]);
  const { shown, fresh, takeIn } = useShown(now, chosen !== null, `${which} ${limit} ${unfolded}`);
  const lines = useMemo(() => shown.filter((line) => matches(line, text)), [shown, text]);
  const line = shown.find((one) => one.key === chosen);
  const id = line?.card.id ?? chosen?.replace(/^group:.*/, "") ?? null;
  const openId = id === "" ? null : id;
  const { data: view, error: failed, refetch: again } = useCase(openId);
  useAhead(nextOpen(lines, chosen, me)?.card.id, chosen === null ? NOBODY_CHOSE_MS : 0);
  const { other, takeOver } = useClaim(may("confirm") ? openId : null, me, data?.claim_s ?? 120);
  const pending = usePending().data ?? NOTHING;
  const refused = useRefused().data ?? NOTHING;
  useRejections(); // at hand when "r" is pressed
  useUnits(); // and when "u" is
  const saying = useSaying(pending, me);
  const putAway = usePutAway();
  const open = (key: string | null) => {
    setAsking(null);
    setChosen(key);
    set({ case: key });
  };
  const search = (wanted: string) => {
    setText(wanted);
    set({ q: wanted });
  };
  const show = (to: Which) => {
    setChosen(null);
    set({ show: to === "todo" ? null : to, case: null });
  };

  const targets = marked.size > 0 ? [...marked] : openId === null ? [] : [openId];
  const taken = other !== null;
  const can = useMemo(() => possible(may, marked.size, taken ? undefined : view), [may, marked.size, taken, view]);
  const finish = async (act: Kind, more: Partial<Said> = {}) => {
    setAsking(null);
    const ids = targets;
    const title = line === undefined ? "" : pick(line.card.title, line.card.title_en);
    const next = marked.size > 0 ? undefined : nextOpen(lines, chosen, me);
    const good = await saying.say(act, ids, more);
    if (good.length === 0) return;
    setSaid(w.announceActed(w.told[act], title));
    if (marked.size > 0) {
      setMarked(new Set());
    } else if (LEAVES.has(act)) {
      open(next?.key ?? null);
      if (!inside) takeIn();
    }
  };
  const start = (act: Kind) => {
    if (!can.has(act)) return;
    if (ASKS.has(act)) setAsking(act);
    else void finish(act);
  };
  const mark = (key: string, range: boolean) => setMarked(markedAfter(lines, marked, key, range));
  const early = useRef(false); // the first line was asked for before the queue was there
  const move = (step: 1 | -1) => {
    early.current = now === undefined && step === 1;
    const next = neighbour(lines, chosen, step);
    if (next !== undefined) open(next.key);
    else if (step === 1 && fresh.length > 0) takeIn();
  };
  const over = async () => {
    const who = other?.who ?? "";
    if ((await takeOver()) !== null) setSaid(w.taken(who));
  };
  const unfold = (group: string) => setUnfolded((before) => (before === group ? "" : group));
  const steadily = {
    open: useSteady(open), mark: useSteady(mark), unfold: useSteady(unfold), show: useSteady(show), search: useSteady(search), start: useSteady(start),
    over: useSteady(() => void over()), again: useSteady(() => void again()), undo: useSteady((batch: Batch) => void saying.undo(batch)),
    putAway: useSteady((act: string) => void putAway(act)), page: useSteady((one: string) => void go(`/case/${one}`)), unmark: useSteady(() => setMarked(new Set())),
  };
  const openSteadily = steadily.open;
  useEffect(() => {
    if (now === undefined || !early.current) return;
    early.current = false;
    if (lines[0] !== undefined) openSteadily(lines[0].key);
  }, [now, lines, openSteadily]);
  const back = async () => {
    const [first] = await saying.undoLast();
    if (first !== undefined) open(first);
  };
  const fullPage = (): void => {
    if (openId !== null) void go(`/case/${openId}`);
  };
  useKeys([
    { key: "j", told: w.next, act: () => move(1) },
    { key: "k", told: w.prev, act: () => move(-1) },
    ...(["acknowledge", "confirm", "reject", "assign", "shelve", "merge", "split", "look_again", "send_again", "close", "unshelve"] as const).map((act) => ({
      key: KEYS[act], told: w.acts[act], act: () => start(act),
    })),
    { key: "z", told: w.undo, act: () => void back() },
    { key: "x", told: w.mark, act: () => chosen !== null && mark(chosen, false) },
    { key: "n", told: w.showNew, act: takeIn },
    { key: "h", told: w.toggleHeld, act: () => show(which === "held" ? "todo" : "held") },
    { key: "t", told: w.takeOver, act: () => other !== null && may("take_over") && void over() },
    { key: "/", told: w.search, act: () => field.current?.focus({ cursor: "all" }) },
    { key: "Enter", told: w.open, act: fullPage },
    { key: "Escape", told: w.unmark, act: () => (marked.size > 0 ? setMarked(new Set()) : open(null)) },
  ]);
  useEffect(() => {
    if (data !== undefined) document.title = `${data.waiting > 0 ? `(${data.waiting}) ` : ""}${w.title} · Gridwatch`;
  }, [data, w]);

  return (
    <PageFrame flush title={w.title} tools={<><Waiting n={data?.waiting} /><Tools held={data?.held} which={which} setWhich={steadily.show} text={text} setText={steadily.search} field={field} /></>}>
      <div className={styles.page} data-open={openId !== null || marked.size > 0}>
        <section className={styles.queue} aria-label={w.queue} aria-busy={found.isPending}>
          {data?.flood.since != null && <Alert type="warning" banner title={w.flood(data.flood.alarms, data.flood.seats)} />}
          {fresh.length > 0 && <Button type="primary" className={styles.fresh ?? ""} onClick={takeIn}>{w.fresh(fresh.length)}</Button>}
          {found.isError && data === undefined ? (
            <Trouble error={found.error} again={found.refetch} />
          ) : data === undefined ? (
            <Spin className={styles.empty ?? ""} />
          ) : (
            <Queue
              lines={lines}
              chosen={chosen}
              marked={marked}
              unfolded={unfolded}
              me={me}
              choose={steadily.open}
              mark={steadily.mark}
              unfold={steadily.unfold}
              over={setInside}
              more={(which === "held" ? data.cards.length : data.rows.length) < data.total && text === "" ? () => setLimit((before) => before + PAGE) : null}
              empty={text === "" ? <><strong>{w.calm}</strong><br />{w.calmTold}</> : <>{w.nothing} <Button type="link" onClick={() => search("")}>{w.clear}</Button></>}
            />
          )}
        </section>
        <div className={styles.middle}>
          <Button type="link" className={styles.back ?? ""} onClick={() => open(null)}>‹ {w.queue}</Button>
          <CasePanel view={view} error={failed} again={steadily.again} line={line ?? (view === undefined ? undefined : alone(view.card))} me={me} calm={data !== undefined && lines.length === 0} />
          <UndoBar pending={pending} refused={refused} me={me} undo={steadily.undo} putAway={steadily.putAway} open={steadily.page} />
        </div>
        <ActPanel
          view={openId === null ? undefined : view}
          marked={marked.size}
          can={can}
          other={other}
          takeOver={may("take_over") ? steadily.over : null}
          start={steadily.start}
          unmark={steadily.unmark}
          sheet={asking === null ? null : <Sheet act={asking} view={view} near={view?.near ?? []} go={(more) => void finish(asking, more)} leave={() => setAsking(null)} />}
        />
        <Alarms lines={now} at={data?.at ?? ""} which={which} open={steadily.open} />
        <div className="sr-only" role="status" aria-live="polite">{said}</div>
      </div>
    </PageFrame>
  );
}

/** A case that is open by a link and is not among the lines that were loaded. */
const alone = (card: Parameters<typeof lineOf>[0] | null): Line | undefined => (card === null ? undefined : lineOf(card));
