// The ranked queue: only what is in sight is drawn, and nothing moves under the cursor.
import { useVirtualizer } from "@tanstack/react-virtual";
import { Button, Empty } from "antd";
import { useEffect, useRef, type ReactNode } from "react";
import { useWords } from "../../words/useWords";
import styles from "./inbox.module.css";
import { QueueLine, type LineProps } from "./QueueLine";
import type { Line } from "./queue";
import { inbox } from "./words";

const HEIGHT = 92; // pixels of a line

export interface QueueProps extends Omit<LineProps, "line" | "chosen" | "marked" | "unfolded"> {
  readonly lines: readonly Line[];
  readonly chosen: string | null;
  readonly marked: ReadonlySet<string>;
  readonly unfolded: string;
  readonly empty: ReactNode;
  readonly more: (() => void) | null;
  readonly over: (inside: boolean) => void;
}

export function Queue({ lines, chosen, marked, unfolded, empty, more, over, ...acts }: QueueProps) {
  const w = useWords(inbox);
  const box = useRef<HTMLDivElement>(null);
  // eslint-disable-next-line react-hooks/incompatible-library -- the virtualizer is read in this component only
  const virtual = useVirtualizer({
    count: lines.length,
    getScrollElement: () => box.current,
    estimateSize: () => HEIGHT,
    getItemKey: (at) => lines[at]?.key ?? at,
    overscan: 6,
  });
  const at = lines.findIndex((line) => line.key === chosen);
  useEffect(() => {
    if (at >= 0) virtual.scrollToIndex(at, { align: "auto" });
  }, [at, chosen, virtual]);
  return (
    <div className={styles.queueBox} ref={box} onPointerEnter={() => over(true)} onPointerLeave={() => over(false)}>
      {lines.length === 0 && <Empty className={styles.empty ?? ""} description={empty} />}
      <div role="list" aria-label={w.queue} className={styles.lines} style={{ height: virtual.getTotalSize() }}>
        {virtual.getVirtualItems().map((item) => {
          const line = lines[item.index];
          return line === undefined ? null : (
            <div key={item.key} role="listitem" aria-setsize={lines.length} aria-posinset={item.index + 1} className={styles.slot} style={{ transform: `translateY(${item.start}px)`, height: HEIGHT }}>
              <QueueLine {...acts} line={line} chosen={line.key === chosen} marked={line.ids.every((id) => marked.has(id))} unfolded={line.group === unfolded} />
            </div>
          );
        })}
      </div>
      {more !== null && <Button type="link" block onClick={more}>{w.more}</Button>}
    </div>
  );
}
