// Heat over time: a slider with little columns, played or stepped by keys.
import { CaretRightOutlined, PauseOutlined } from "@ant-design/icons";
import { Button, Segmented } from "antd";
import { useEffect, useEffectEvent, useState } from "react";
import { useTimes } from "../../parts/useTimes";
import { useWords } from "../../words/useWords";
import type { Heat } from "./data";
import { perStep } from "./features";
import styles from "./map.module.css";
import { mapPage } from "./words";

const STEP_MS = 700;

export function HeatSlider({ heat, unit, step, change }: {
  heat: Heat | undefined;
  unit: "hour" | "day";
  step: number; // -1: all of them
  change: (part: { unit?: "hour" | "day"; step?: number }) => void;
}) {
  const w = useWords(mapPage);
  const { full } = useTimes();
  const [playing, setPlaying] = useState(false);
  const bars = heat ? perStep(heat) : [];
  const last = bars.length - 1;
  const tick = useEffectEvent(() => change({ step: step >= last ? 0 : step + 1 }));
  useEffect(() => {
    if (!playing) return undefined;
    const timer = setInterval(tick, STEP_MS);
    return () => clearInterval(timer);
  }, [playing]);
  const most = Math.max(1, ...bars);
  const at = heat?.edges[Math.max(0, step)] ?? "";
  // hours with their minutes, days without
  const when = at === "" ? "" : unit === "day" ? full(at).slice(0, 10) : full(at).slice(0, 16);
  const n = step < 0 ? bars.reduce((sum, one) => sum + one, 0) : (bars[step] ?? 0);
  const told = w.stepTold(step < 0 ? w.allSteps : when, n);
  return (
    <section className={styles.slider} aria-label={w.heat}>
      <Segmented size="small" value={unit} onChange={(value) => change({ unit: value, step: -1 })} options={(["day", "hour"] as const).map((value) => ({ value, label: w.unit[value] }))} />
      <Button
        shape="circle" aria-label={playing ? w.pause : w.play} icon={playing ? <PauseOutlined /> : <CaretRightOutlined />}
        onClick={() => setPlaying(!playing)} disabled={bars.length === 0}
      />
      <div className={styles.track}>
        <div className={styles.bars} aria-hidden="true">
          {bars.map((one, index) => (
            <i key={heat?.edges[index]} data-on={step < 0 || index === step} style={{ height: `${Math.round((one / most) * 100)}%` }} />
          ))}
        </div>
        <input
          type="range" min={-1} max={Math.max(0, last)} value={step} aria-label={w.step} aria-valuetext={told}
          onChange={(event) => {
            setPlaying(false);
            change({ step: Number(event.target.value) });
          }}
        />
      </div>
      <output>{told}</output>
    </section>
  );
}
