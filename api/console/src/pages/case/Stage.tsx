// The picture, large: the wheel zooms at the pointer, dragging moves, + - 0 do it by keyboard.
import { MinusOutlined, PlusOutlined, ExpandOutlined } from "@ant-design/icons";
import { Button, Tooltip } from "antd";
import { useEffect, useRef, useState, type PointerEvent, type ReactNode } from "react";
import { common } from "../../words/common";
import { useWords } from "../../words/useWords";
import { inbox } from "../inbox/words";
import styles from "./case.module.css";
import { FIT, moved, zoomed, type Look } from "./look";
import { Mark } from "./Mark";
import type { Marked } from "./pictures";

export interface Shown {
  readonly src: string;
  readonly alt: string;
  readonly mark: Marked | null; // told over it; null where the picture tells it all
}

export function Stage({ shown, caption }: { shown: Shown | null; caption?: ReactNode }) {
  const w = useWords(inbox);
  const c = useWords(common);
  const [look, setLook] = useState<{ src: string; at: Look }>({ src: "", at: FIT });
  const [gone, setGone] = useState<string | null>(null);
  const at = shown !== null && look.src === shown.src ? look.at : FIT; // another picture begins whole
  const src = shown?.src ?? "";
  const frame = useRef<HTMLDivElement>(null);
  const change = (after: (before: Look) => Look) => setLook({ src, at: after(at) });
  const wheel = useRef<(event: WheelEvent) => void>(() => undefined);
  useEffect(() => {
    wheel.current = (event) => {
      const box = frame.current?.getBoundingClientRect();
      if (box === undefined) return;
      event.preventDefault();
      const x = (event.clientX - box.left) / box.width;
      const y = (event.clientY - box.top) / box.height;
      change((before) => zoomed(before, Math.exp(-event.deltaY / 300), x, y));
    };
  });
  useEffect(() => {
    const box = frame.current;
    const heard = (event: WheelEvent) => wheel.current(event);
    box?.addEventListener("wheel", heard, { passive: false }); // the page must not scroll along
    return () => box?.removeEventListener("wheel", heard);
  }, []);
  const drag = (event: PointerEvent<HTMLDivElement>) => {
    if (event.buttons !== 1 || at.k === 1) return;
    const box = event.currentTarget.getBoundingClientRect();
    change((before) => moved(before, event.movementX / box.width, event.movementY / box.height));
  };
  return (
    <figure className={styles.stage}>
      <div
        ref={frame}
        className={styles.frame}
        data-zoomed={at.k > 1}
        role="group"
        aria-label={shown?.alt ?? w.noPicture}
        onPointerDown={(event) => at.k > 1 && event.currentTarget.setPointerCapture(event.pointerId)}
        onPointerMove={drag}
        onDoubleClick={() => change((before) => (before.k > 1 ? FIT : zoomed(before, 2.5, 0.5, 0.5)))}
      >
        {shown === null || gone === src ? (
          <div className={styles.none}>{shown === null ? w.noPicture : c.gone}</div>
        ) : (
          <div className={styles.layer} style={{ transform: `translate(${at.x * 100}%, ${at.y * 100}%) scale(${at.k})` }}>
            <span className={styles.fitted}>
              <img key={src} src={src} alt={shown.alt} draggable={false} onError={() => setGone(src)} data-testid="stage" />
              {shown.mark !== null && <Mark {...shown.mark} />}
            </span>
          </div>
        )}
        <div className={`${styles.tools} no-print`}>
          <Tooltip title={w.zoomIn}><Button size="small" aria-label={w.zoomIn} icon={<PlusOutlined />} onClick={() => change((before) => zoomed(before, 1.5, 0.5, 0.5))} /></Tooltip>
          <Tooltip title={w.zoomOut}><Button size="small" aria-label={w.zoomOut} icon={<MinusOutlined />} onClick={() => change((before) => zoomed(before, 1 / 1.5, 0.5, 0.5))} /></Tooltip>
          <Tooltip title={w.fit}><Button size="small" aria-label={w.fit} icon={<ExpandOutlined />} onClick={() => change(() => FIT)} /></Tooltip>
        </div>
      </div>
      {caption !== undefined && <figcaption>{caption}</figcaption>}
    </figure>
  );
}
