// The head of the inbox: how many wait, what is shown, search, sound and notices.
import { BellOutlined, NotificationOutlined, SoundOutlined } from "@ant-design/icons";
import { App, Badge, Button, Input, Segmented, Tooltip, type InputRef } from "antd";
import { memo, useRef, useState, useSyncExternalStore, type RefObject } from "react";
import { useSettings } from "../../shell/settings";
import { useWords } from "../../words/useWords";
import { audible, canNotify, onAudible, sound } from "./alarm";
import styles from "./inbox.module.css";
import type { Inbox } from "./types";
import type { Which } from "./useDesk";
import { inbox } from "./words";

export const Waiting = memo(function Waiting({ n }: { n: number | undefined }) {
  const w = useWords(inbox);
  return <span className={styles.waiting} role="status">{n !== undefined && w.waiting(n)}</span>;
});

export const Tools = memo(function Tools({ held, which, setWhich, text, setText, field }: {
  held: Inbox["held"] | undefined;
  which: Which;
  setWhich: (which: Which) => void;
  text: string;
  setText: (text: string) => void;
  field: RefObject<InputRef | null>;
}) {
  const w = useWords(inbox);
  const heldBack = Object.values(held ?? {}).reduce((sum, n) => sum + n, 0);
  const by = Object.entries(held ?? {}).map(([name, n]) => `${w.heldBy[name] ?? name} ${n}`).join(" · ");
  return (
    <>
      <Segmented<Which>
        value={which}
        onChange={setWhich}
        options={[
          { value: "todo", label: w.todo },
          { value: "all", label: w.under },
          { value: "held", label: <Tooltip title={heldBack > 0 ? w.heldTold(heldBack, by) : ""}><Badge dot={heldBack > 0} offset={[6, 2]}>{w.heldBack(heldBack)}</Badge></Tooltip> },
        ]}
      />
      <Input
        ref={field}
        className={styles.search ?? ""}
        allowClear
        value={text}
        placeholder={w.search}
        aria-label={w.search}
        onChange={(event) => setText(event.target.value)}
        onKeyDown={(event) => {
          if (event.key === "Escape" || event.key === "Enter") event.currentTarget.blur();
        }}
      />
      <Heard />
    </>
  );
});

function Heard() {
  const w = useWords(inbox);
  const settings = useSettings();
  const { message } = App.useApp();
  const [allowed, setAllowed] = useState(() => (canNotify() ? Notification.permission : "denied"));
  const asked = async () => {
    const answer = canNotify() ? await Notification.requestPermission() : "denied";
    setAllowed(answer);
    if (answer === "denied") void message.info(w.notifyDenied);
  };
  const asleep = !useSyncExternalStore(onAudible, audible) && settings.sound;
  const woken = useRef(false); // by the very click, which then turns nothing off
  const touch = () => {
    woken.current = asleep;
  };
  const heard = asleep ? w.soundAsleep : settings.sound ? w.soundOn : w.soundOff;
  const noticed = allowed === "granted" ? w.notifyOn : w.notifyOff;
  return (
    <>
      <Tooltip title={heard}>
        <Button
          aria-label={heard}
          aria-pressed={settings.sound}
          icon={<Badge dot={asleep}><SoundOutlined className={settings.sound ? "" : (styles.mute ?? "")} /></Badge>}
          onPointerDown={touch}
          onKeyDown={touch}
          onClick={() => {
            if (woken.current) {
              woken.current = false;
              return;
            }
            if (!settings.sound) sound(1);
            settings.change({ sound: !settings.sound });
          }}
        />
      </Tooltip>
      <Tooltip title={noticed}>
        <Button aria-label={noticed} aria-pressed={allowed === "granted"} icon={allowed === "granted" ? <NotificationOutlined /> : <BellOutlined />} onClick={() => void asked()} />
      </Tooltip>
    </>
  );
}
