// One calm chart: bars by group, lines for what is agreed. Canvas, so that it can be given out as a picture.
import { BarChart, LineChart } from "echarts/charts";
import { AriaComponent, GridComponent, LegendComponent, MarkLineComponent, TooltipComponent } from "echarts/components";
import { init, use as register, type EChartsType } from "echarts/core";
import { CanvasRenderer } from "echarts/renderers";
import { useEffect, useImperativeHandle, useRef, type Ref } from "react";
import { framed, type Caption } from "./framed";
import styles from "./figures.module.css";

register([BarChart, LineChart, GridComponent, TooltipComponent, LegendComponent, MarkLineComponent, AriaComponent, CanvasRenderer]);

export interface Series {
  readonly name: string;
  readonly values: readonly (number | null)[];
}

export interface Plot {
  readonly title: string; // as a screen reader tells it
  readonly unit: string;
  readonly labels: readonly string[];
  readonly series: readonly Series[];
  readonly lines: readonly { readonly at: number; readonly name: string; readonly loud: boolean }[];
  readonly across: boolean; // bars lie: names are long
  readonly dark: boolean;
}

export interface ChartHandle {
  readonly picture: (caption: Caption) => string; // PNG as a data address
}

const SCALE = 2; // of a picture that is given out
const COLORS = ["#2f7fb5", "#c98a2b", "#5d9b6a"];

export default function Chart({ plot, onPick, ref }: { plot: Plot; onPick: (row: number, series: number) => void; ref?: Ref<ChartHandle> }) {
  const place = useRef<HTMLDivElement>(null);
  const chart = useRef<EChartsType | null>(null);
  const pick = useRef(onPick);
  useEffect(() => {
    pick.current = onPick;
  });
  useEffect(() => {
    if (place.current === null) return undefined;
    const made = init(place.current);
    chart.current = made;
    made.on("click", (event) => pick.current(event.dataIndex, event.seriesIndex ?? 0));
    const watch = new ResizeObserver(() => made.resize());
    watch.observe(place.current);
    return () => {
      watch.disconnect();
      made.dispose();
      chart.current = null;
    };
  }, []);
  useEffect(() => {
    chart.current?.setOption(optionOf(plot), { notMerge: true });
  }, [plot]);
  useImperativeHandle(ref, () => ({
    picture: (caption) => (chart.current === null ? "" : framed(chart.current.renderToCanvas({ pixelRatio: SCALE }), caption, SCALE, plot.dark)),
  }));
  const height = plot.across ? Math.max(220, 70 + plot.labels.length * (14 + 12 * plot.series.length)) : 320;
  return <div ref={place} role="img" aria-label={plot.title} className={styles.chart} style={{ height }} />;
}

function optionOf(plot: Plot) {
  const ink = plot.dark ? "#c9d4dc" : "#33424e";
  const faint = plot.dark ? "#2b3843" : "#dde3e8";
  const names = { type: "category" as const, data: [...plot.labels], inverse: plot.across, axisTick: { show: false }, axisLine: { lineStyle: { color: faint } }, axisLabel: { color: ink, width: 170, overflow: "truncate" as const } };
  const most = Math.max(0, ...plot.series.flatMap((one) => one.values.map((value) => value ?? 0)));
  // what is agreed is in sight however little there is; the utmost only where it is near
  const lines = plot.lines.filter((line, n) => n === 0 || line.at <= most * 1.5);
  const top = Math.max(0, ...lines.map((line) => line.at));
  const numbers = { type: "value" as const, min: 0, ...(top > most ? { max: plot.unit === "%" ? 100 : Math.ceil(top * 1.1) } : {}), name: plot.unit, nameTextStyle: { color: ink }, splitLine: { lineStyle: { color: faint } }, axisLabel: { color: ink } };
  return {
    animation: false,
    aria: { enabled: true, label: { description: plot.title } },
    color: COLORS,
    textStyle: { fontFamily: "inherit" },
    grid: { left: 8, right: 72, top: 34, bottom: 8, outerBoundsMode: "same" as const },
    tooltip: { trigger: "axis" as const, axisPointer: { type: "shadow" as const }, confine: true },
    legend: plot.series.length > 1 ? { top: 0, right: 0, textStyle: { color: ink } } : undefined,
    xAxis: plot.across ? { ...numbers, nameLocation: "end" as const } : names,
    yAxis: plot.across ? names : numbers,
    series: plot.series.map((one, n) => ({
      type: "bar" as const,
      name: one.name,
      data: [...one.values],
      barMaxWidth: 26,
      cursor: "pointer",
      markLine: n > 0 ? undefined : {
        silent: true,
        symbol: "none",
        data: lines.map((line) => ({
          [plot.across ? "xAxis" : "yAxis"]: line.at,
          name: line.name,
          lineStyle: { color: line.loud ? "#c0392b" : "#2e8b57", type: "dashed" as const, width: 1.5 },
          label: { formatter: line.name, color: ink, position: "end" as const },
        })),
      },
    })),
  };
}
