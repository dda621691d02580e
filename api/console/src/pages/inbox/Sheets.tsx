// What an act still needs to be told: a reason, a unit, a time. In place of the buttons; digits choose, Escape leaves.
import { Button, Input, type InputRef } from "antd";
import { useEffect, useRef, useState, type ReactNode } from "react";
import { serverNow } from "../../api/time";
import { useTimes } from "../../parts/useTimes";
import { useKeys } from "../../shell/keys";
import { usePick, useWords } from "../../words/useWords";
import { offsetOf, SHELVES, shelfEnd } from "./acts";
import styles from "./inbox.module.css";
import { KeyCap } from "./Key";
import { Split } from "./Split";
import type { CaseView, Kind, Near } from "./types";
import { useRejections, useUnits, type Said } from "./useDesk";
import { inbox } from "./words";

export interface SheetProps {
  readonly view: CaseView | undefined;
  readonly near: readonly Near[];
  readonly go: (more: Partial<Said>) => void;
  readonly leave: () => void;
}

export function Sheet({ act, ...props }: SheetProps & { act: Kind }) {
  const w = useWords(inbox);
  useKeys([{ key: "Escape", told: w.cancel, act: props.leave }]);
  switch (act) {
    case "reject": return <Reject {...props} />;
    case "assign": return <Assign {...props} />;
    case "shelve": return <Shelve {...props} />;
    case "merge": return <Merge {...props} />;
    case "close": return <Close {...props} />;
    case "split": return props.view === undefined ? null : <Split view={props.view} go={props.go} leave={props.leave} />;
    case "acknowledge": case "confirm": case "unshelve": case "look_again": case "send_again": return null;
  }
}

function Frame({ title, hint, leave, children }: { title: string; hint?: string; leave: () => void; children: ReactNode }) {
  const w = useWords(inbox);
  return (
    <div className={styles.sheet} role="group" aria-label={title}>
      <strong>{title}</strong>
      {hint !== undefined && <span className={styles.hint}>{hint}</span>}
      {children}
      <Button size="small" type="text" onClick={leave}>{w.cancel}</Button>
    </div>
  );
}

interface Choice {
  readonly key: string;
  readonly label: ReactNode;
  readonly take: () => void;
}

/** Numbered choices: a digit or a click takes one. */
function Choices({ of }: { of: readonly Choice[] }) {
  useKeys(of.slice(0, 9).map((choice, i) => ({ key: String(i + 1), told: typeof choice.label === "string" ? choice.label : choice.key, act: choice.take })));
  return (
    <div className={styles.choices}>
      {of.map((choice, i) => (
        <Button key={choice.key} onClick={choice.take}>
          {i < 9 && <KeyCap of={String(i + 1)} />} <span>{choice.label}</span>
        </Button>
      ))}
    </div>
  );
}

/** A line of text that is ready to be typed into; Enter says it, Escape leaves. */
function Words({ first, placeholder, needed, take, leave, change, digit }: {
  first: string; placeholder: string; needed: boolean; take: (text: string) => void; leave: () => void; change?: (text: string) => void;
  digit?: (digit: number) => void; // typed first: one of the numbered choices
}) {
  const w = useWords(inbox);
  const [text, setText] = useState(first);
  const field = useRef<InputRef>(null);
  useEffect(() => field.current?.focus({ cursor: "all" }), []);
  const ready = !needed || text.trim() !== "";
  return (
    <Input.Search
      ref={field}
      value={text}
      maxLength={500}
      aria-label={placeholder}
      placeholder={placeholder}
      enterButton={<Button type="primary" disabled={!ready}>{w.go} ⏎</Button>}
      onChange={(event) => {
        setText(event.target.value);
        change?.(event.target.value);
      }}
      onKeyDown={(event) => {
        if (event.key === "Escape") leave();
        if (digit === undefined || text !== "" || !/^[1-9]$/.test(event.key)) return;
        event.preventDefault();
        digit(Number(event.key));
      }}
      onSearch={() => ready && take(text.trim())}
    />
  );
}

function Reject({ go, leave }: SheetProps) {
  const w = useWords(inbox);
  const pick = usePick();
  const found = useRejections();
  const [typing, setTyping] = useState(false);
  const reasons = found.data ?? [];
  if (typing) {
    return (
      <Frame title={w.pickReason} leave={leave}>
        <Words first="" placeholder={w.textNeeded} needed take={(text) => go({ reason: "other", text })} leave={leave} />
      </Frame>
    );
  }
  return (
    <Frame title={w.pickReason} hint={w.digits} leave={leave}>
      <Choices of={reasons.map((one) => ({ key: one.code, label: pick(one.name, one.name_en), take: () => (one.needs_text ? setTyping(true) : go({ reason: one.code })) }))} />
    </Frame>
  );
}

function Assign({ go, leave }: SheetProps) {
  const w = useWords(inbox);
  const pick = usePick();
  const [text, setText] = useState("");
  const units = useUnits().data ?? [];
  const wanted = text.trim().toLowerCase();
  const fitting = units.filter((unit) => `${unit.name} ${unit.name_en} ${unit.code}`.toLowerCase().includes(wanted)).slice(0, 9);
  const take = (unit: (typeof units)[number] | undefined) => unit !== undefined && go({ unit: unit.code });
  return (
    <Frame title={w.pickUnit} hint={w.digits} leave={leave}>
      {units.length === 0 && <span className={styles.hint}>{w.noUnits}</span>}
      <Words first="" placeholder={w.unit} needed={false} change={setText} digit={(digit) => take(fitting[digit - 1])} take={() => take(fitting[0])} leave={leave} />
      <Choices of={fitting.map((unit) => ({ key: unit.code, label: pick(unit.name, unit.name_en), take: () => go({ unit: unit.code }) }))} />
    </Frame>
  );
}

function Shelve({ go, leave }: SheetProps) {
  const w = useWords(inbox);
  const { zone } = useTimes();
  const [text, setText] = useState(w.shelfText);
  const take = (hours: number) => {
    const now = serverNow();
    go({ text: text.trim() || w.shelfText, until: shelfEnd(hours, now, offsetOf(zone, now)).toISOString() });
  };
  return (
    <Frame title={w.pickUntil} hint={w.digits} leave={leave}>
      <Choices of={SHELVES.map((hours) => ({ key: String(hours), label: hours === 0 ? w.tilMorning : w.forH(hours), take: () => take(hours) }))} />
      <Input value={text} maxLength={500} aria-label={w.text} onChange={(event) => setText(event.target.value)} />
    </Frame>
  );
}

function Merge({ near, go, leave }: SheetProps) {
  const w = useWords(inbox);
  const pick = usePick();
  return (
    <Frame title={w.pickMerge} hint={near.length === 0 ? w.noNear : w.digits} leave={leave}>
      <Choices of={near.map((one) => ({ key: one.id, label: `${pick(one.title, one.title_en)} · ${w.apart(one.distance_m.toFixed(0))}`, take: () => go({ into: one.id, text: w.same }) }))} />
    </Frame>
  );
}

function Close({ go, leave }: SheetProps) {
  const w = useWords(inbox);
  return (
    <Frame title={w.pickClose} leave={leave}>
      <Words first="" placeholder={w.textNeeded} needed take={(text) => go({ text })} leave={leave} />
    </Frame>
  );
}
