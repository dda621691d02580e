// One case, whole: evidence, trail, deliveries, who can show it, what it is linked with; to be read, printed, acted on.
import { PrinterOutlined } from "@ant-design/icons";
import { Alert, Button, Skeleton } from "antd";
import { useQuery } from "@tanstack/react-query";
import { useState, type ReactNode } from "react";
import { Link, useParams } from "react-router";
import { ask, client } from "../../api/client";
import { useRefreshOn } from "../../api/LiveProvider";
import { useMay } from "../../api/me";
import { serverNow } from "../../api/time";
import { MiniMap } from "../../parts/MiniMap";
import { PageFrame } from "../../parts/PageFrame";
import { Trouble } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import { useKeys } from "../../shell/keys";
import { usePick, useWords } from "../../words/useWords";
import { ActPanel } from "../inbox/ActPanel";
import { ASKS, KEYS, possible } from "../inbox/acts";
import { Sheet } from "../inbox/Sheets";
import type { CaseView, Kind } from "../inbox/types";
import { UndoBar } from "../inbox/UndoBar";
import { useClaim } from "../inbox/useClaim";
import { useCase, useMyName, usePending, usePutAway, useRefused, useRejections, type Said } from "../inbox/useDesk";
import { useSaying } from "../inbox/useSaying";
import { inbox } from "../inbox/words";
import { About } from "./About";
import styles from "./case.module.css";
import { Compare } from "./Compare";
import { Deliveries } from "./Deliveries";
import { Earlier, Place, Why } from "./Facts";
import { History } from "./History";
import { Around, Linked } from "./Linked";
import { Links } from "./Links";
import { Pictures } from "./Pictures";
import { pairOf } from "./pictures";
import { TakeBack } from "./TakeBack";
import { actorOf } from "./who";
import { caseWords } from "./words";

export default function CasePage() {
  const { id = "" } = useParams();
  const w = useWords(caseWords);
  const pick = usePick();
  const found = useCase(id);
  if (found.isPending) return <PageFrame title={w.title}><Skeleton active paragraph={{ rows: 12 }} /></PageFrame>;
  if (found.isError) return <PageFrame title={w.title}><Trouble error={found.error} again={found.refetch} /></PageFrame>;
  const { incident } = found.data;
  return (
    <PageFrame
      title={pick(incident.title, incident.title_en)}
      tools={
        <span className="no-print">
          <Link to={`/?show=all&case=${id}`}><Button type="link">{w.inInbox}</Button></Link>
          <Button icon={<PrinterOutlined />} onClick={() => window.print()}>{w.print}</Button>
        </span>
      }
    >
      <Whole key={id} id={id} view={found.data} />
    </PageFrame>
  );
}

function Whole({ id, view }: { id: string; view: CaseView }) {
  const w = useWords(caseWords);
  const me = useMyName();
  const may = useMay();
  const { short, full } = useTimes();
  const { incident, shelf } = view;
  const path = { incident_id: id };
  const ledger = useQuery({ queryKey: ["case", id, "ledger"], queryFn: ({ signal }) => ask(client.GET("/api/v1/incidents/{incident_id}/ledger", { params: { path }, signal })) });
  const trail = useQuery({ queryKey: ["case", id, "trail"], queryFn: ({ signal }) => ask(client.GET("/api/v1/incidents/{incident_id}/trail", { params: { path }, signal })) });
  useRefreshOn(["delivery"], ["case", id, "ledger"], 1000);
  const pair = incident.status === "closed" ? pairOf(incident) : null;
  const held = incident.closed_at === null ? incident.case.held_for : null; // what has ended waits for nobody
  return (
    <div className={styles.whole}>
      <div className={styles.main}>
        {held !== null && <Alert type="warning" showIcon title={held === "confirmation" ? w.heldConfirmation : w.heldReopened} description={<span className="no-print">{held === "confirmation" ? w.release : w.sendAgain}</span>} />}
        {shelf !== null && <Alert type="info" showIcon title={w.shelved(short(shelf.until), actorOf(shelf.author).name)} description={shelf.reason} />}
        {view.joined !== null && <TakeBack view={view} joined={view.joined} me={me} may={may("join")} />}
        <Section title={w.pictures}><div className={styles.evidence}><Pictures view={view} /></div></Section>
        {pair !== null && <Section title={w.verified}><div className={styles.evidence}><Compare pair={pair} /></div></Section>}
        <Section title={w.history}>
          <History steps={view.steps} />
          <p className={styles.quiet} role="status">
            {w.trail}: {trail.data === undefined ? w.checking : trail.data.faults.length === 0 ? w.intact(trail.data.rows.length) : w.broken(trail.data.faults.length)}
          </p>
        </Section>
        <Section title={w.deliveries}>{ledger.isError ? <Trouble error={ledger.error} again={ledger.refetch} /> : <Deliveries rows={ledger.data ?? []} />}</Section>
        <Section title={w.around}><Around view={view} /></Section>
        <Section title={w.linked}><Linked view={view} /><Earlier view={view} /></Section>
        <p className={styles.onPaper}>{incident.id} · {w.printed(full(new Date(serverNow())))} · {me}</p>
      </div>
      <aside className={styles.beside}>
        <Acts id={id} view={view} me={me} />
        <Section title={w.facts}><About incident={incident} /></Section>
        <Section title={w.location}>
          <Place view={view} />
          <div className="no-print"><MiniMap lon={incident.place.lon} lat={incident.place.lat} radius={incident.place.radius_m} chosen={incident.cameras} /></div>
        </Section>
        <Why view={view} />
        {may("see") && <div className="no-print"><Section title={w.link}><Links id={id} who={me} /></Section></div>}
      </aside>
    </div>
  );
}

function Section({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className={styles.section} aria-label={title}>
      <h2>{title}</h2>
      {children}
    </section>
  );
}

const OFFERED: readonly Kind[] = ["acknowledge", "confirm", "reject", "assign", "shelve", "merge", "split", "look_again", "send_again", "close", "unshelve"];

function Acts({ id, view, me }: { id: string; view: CaseView; me: string }) {
  const i = useWords(inbox);
  const may = useMay();
  const [asking, setAsking] = useState<Kind | null>(null);
  const live = view.possible.length > 0;
  const { other, takeOver } = useClaim(live && may("confirm") ? id : null, me, view.claim_s);
  const pending = usePending().data ?? [];
  const refused = useRefused().data ?? [];
  useRejections(); // at hand when "r" is pressed
  const saying = useSaying(pending, me);
  const putAway = usePutAway();
  const can = possible(may, 0, other === null ? view : undefined);
  const finish = (act: Kind, more: Partial<Said> = {}) => {
    setAsking(null);
    void saying.say(act, [id], more);
  };
  const start = (act: Kind) => {
    if (!can.has(act)) return;
    if (ASKS.has(act)) setAsking(act);
    else finish(act);
  };
  useKeys([
    ...OFFERED.map((act) => ({ key: KEYS[act], told: i.acts[act], act: () => start(act) })),
    { key: "z", told: i.undo, act: () => void saying.undoLast() },
  ]);
  if (!live && pending.length === 0) return null;
  return (
    <div className={`${styles.doing} no-print`}>
      <ActPanel
        view={undefined}
        marked={0}
        can={can}
        other={other}
        takeOver={may("take_over") ? () => void takeOver() : null}
        start={start}
        unmark={() => undefined}
        sheet={asking === null ? null : <Sheet act={asking} view={view} near={view.near} go={(more) => finish(asking, more)} leave={() => setAsking(null)} />}
      />
      <UndoBar pending={pending} refused={refused.filter((act) => act.incident_id === id)} me={me} undo={(batch) => void saying.undo(batch)} putAway={(act) => void putAway(act)} open={() => undefined} />
    </div>
  );
}
