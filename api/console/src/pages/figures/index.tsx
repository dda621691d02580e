// The figures of the centre's work: one at a time, as a chart and as the table that it is drawn from.
import { useQuery } from "@tanstack/react-query";
import { Button, Empty, Select, Spin, Tabs } from "antd";
import { lazy, Suspense, useMemo, useRef, useState } from "react";
import { useNavigate } from "react-router";
import { ask, client } from "../../api/client";
import { useDistrict } from "../../api/me";
import type { components } from "../../api/schema.gen";
import { serverNow } from "../../api/time";
import { PageFrame } from "../../parts/PageFrame";
import { Trouble } from "../../parts/Trouble";
import { useAddress } from "../../parts/useAddress";
import { useTimes } from "../../parts/useTimes";
import { useSettings } from "../../shell/settings";
import { common } from "../../words/common";
import { useOwner } from "../../words/useOwner";
import { usePick, useWords } from "../../words/useWords";
import { Days, FilterBar } from "../cases/FilterBar";
import { useCaseWords } from "../cases/useCaseWords";
import { askedOf, FIGURES, SPANS } from "./asked";
import type { ChartHandle, Plot } from "./Chart";
import type { Caption } from "./framed";
import { plotted } from "./format";
import { FigureTable } from "./FigureTable";
import { named } from "./naming";
import { Summary } from "./Summary";
import { wayOf } from "./ways";
import { figures } from "./words";
import styles from "./figures.module.css";

const Chart = lazy(() => import("./Chart"));
const MOST_BARS = 30;
type Figure = components["schemas"]["FigureOut"];

export default function Figures() {
  const w = useWords(figures);
  const c = useWords(common);
  const pick = usePick();
  const { language } = useSettings();
  const [params, change] = useAddress();
  const [opened] = useState(serverNow);
  const asked = askedOf(params, opened);
  const info = useDistrict();
  const times = useTimes();
  const choices = useCaseWords();
  const chart = useRef<ChartHandle>(null);
  const navigate = useNavigate();
  const query = { ...asked.filters, by: asked.by } as Record<string, unknown>;
  const found = useQuery({
    queryKey: ["figures", asked.name, query],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/figures/{name}", { params: { path: { name: asked.name }, query: query as never }, signal })),
    placeholderData: (before) => (before?.name === asked.name ? before : undefined),
  });
  const figure = found.data;
  const csv = () => {
    const wanted = new URLSearchParams();
    for (const [name, value] of Object.entries(query)) for (const one of Array.isArray(value) ? value as unknown[] : [value]) wanted.append(name, String(one));
    wanted.set("language", language);
    return `/api/v1/figures/${asked.name}.csv?${wanted.toString()}`;
  };
  const caption = (): Caption => {
    const time = (at: unknown) => (typeof at === "string" ? times.full(at).slice(0, -3) : "");
    const words: Readonly<Record<string, readonly [string, readonly { value: string; label: string }[]]>> = {
      matter: [c.matter, choices.matters], grid: [c.grid, choices.grids], owner: [c.owner, choices.owners], unit: [c.unit, choices.units],
    };
    const filters = Object.entries(asked.filters).filter(([name]) => name !== "from" && name !== "to").map(([name, value]) => {
      const [title, labels] = words[name] ?? [name, []];
      const values = (Array.isArray(value) ? value : [value]).map((one) => labels.find((choice) => choice.value === String(one))?.label ?? String(one));
      return `${title}: ${values.join(", ")}`;
    });
    const shown = (figure?.columns ?? []).filter((column) => metrics.includes(column.key)).map((column) => pick(column.title, column.title_en));
    const told = info.data as Record<string, unknown> | undefined;
    const district = (language === "en" && told?.name_en) || told?.name;
    return {
      title: [typeof district === "string" ? district : "", ...new Set([pick(figure?.title, figure?.title_en), shown.join(", ")])].filter(Boolean).join(" · "),
      source: [
        [w.time(time(figure?.since), time(figure?.until)), `${w.by}: ${w.bys[asked.by] ?? asked.by}`, ...filters].join(" · "),
        w.source(time(new Date(serverNow()).toISOString())),
      ],
    };
  };
  const save = () => {
    const link = document.createElement("a");
    link.href = chart.current?.picture(caption()) ?? "";
    link.download = `${asked.name}-${asked.by}.png`;
    link.click();
  };
  const metrics = asked.metrics.filter((key) => figure?.columns.some((column) => column.key === key));
  return (
    <PageFrame
      title={w.title}
      tools={
        <>
          <Button onClick={save} disabled={!figure || figure.groups.length === 0}>{w.png}</Button>
          <Button href={csv()} download>{w.csv}</Button>
        </>
      }
    >
      <Tabs
        activeKey={asked.name} onChange={(name) => change({ figure: name, by: null, metric: null })}
        items={FIGURES.map((name) => ({ key: name, label: w.names[name] }))}
      />
      <div className={styles.tools}>
        <Select
          aria-label={w.days(asked.days ?? 7)} value={asked.days ?? 0} popupMatchSelectWidth={false}
          options={[...SPANS.map((span) => ({ value: span, label: w.days(span) })), ...(asked.days === null ? [{ value: 0, label: w.custom }] : [])]}
          onChange={(days) => { if (days > 0) change({ days: String(days), from: null, to: null }); }}
        />
        <Days since={c.from} until={c.to} />
        <label>
          {w.by}
          <Select
            aria-label={w.by} value={asked.by} popupMatchSelectWidth={false} style={{ minWidth: 120 }}
            options={(figure?.may_be_by ?? [asked.by]).map((by) => ({ value: by, label: w.bys[by] ?? by }))}
            onChange={(by) => change({ by })}
          />
        </label>
        <label>
          {w.metric}
          <Select
            aria-label={w.metric} mode="multiple" maxTagCount={2} value={metrics} popupMatchSelectWidth={false} style={{ minWidth: 190 }}
            options={(figure?.columns ?? []).map((column) => ({ value: column.key, label: pick(column.title, column.title_en) }))}
            onChange={(chosen: string[]) => change({ metric: chosen.at(-1) ?? null })}
          />
        </label>
      </div>
      {(asked.name !== "deliveries") && <FilterBar short />}
      {found.isPending ? <Spin /> : found.isError ? <Trouble error={found.error} again={found.refetch} /> : (
        <>
          <p className={styles.definition}>{pick(figure?.definition, figure?.definition_en)}</p>
          {figure && <Summary figure={figure} filters={asked.filters} />}
          {figure && figure.groups.length === 0 && asked.by !== "none" && <Empty description={w.none} />}
          {figure && figure.groups.length > 0 && (
            <>
              <Suspense fallback={<Spin />}>
                <Drawn figure={figure} metrics={metrics} chart={chart} onPick={(row, key) => {
                  const group = figure.groups[row];
                  const way = group && wayOf(figure, group, key, asked.filters);
                  if (way) void navigate(way.to);
                }} />
              </Suspense>
              <FigureTable figure={figure} filters={asked.filters} />
            </>
          )}
        </>
      )}
    </PageFrame>
  );
}

function Drawn({ figure, metrics, chart, onPick }: {
  figure: Figure;
  metrics: readonly string[];
  chart: React.RefObject<ChartHandle | null>;
  onPick: (row: number, key: string) => void;
}) {
  const w = useWords(figures);
  const c = useWords(common);
  const ownerOf = useOwner();
  const pick = usePick();
  const { dark } = useSettings();
  const timely = figure.by === "hour" || figure.by === "day";
  const plot = useMemo<Plot>(() => {
    const rows = timely ? figure.groups : figure.groups.slice(0, MOST_BARS);
    const columns = metrics.flatMap((key) => figure.columns.filter((column) => column.key === key));
    const first = columns[0];
    const lines = first === undefined ? [] : ([[first.limit, w.limit, first.least], [first.most, w.most, true]] as const)
      .flatMap(([at, name, loud]) => (at === null || at === 0 ? [] : [{ at: plotted(at, first.unit) ?? 0, name, loud: loud && !first.least }]));
    return {
      title: w.chart(pick(figure.title, figure.title_en)),
      unit: first === undefined ? "" : (w.units[first.unit] ?? ""),
      labels: rows.map((group) => named(group, figure.by, pick, w, c.severity, ownerOf)),
      series: columns.map((column) => ({ name: pick(column.title, column.title_en), values: rows.map((group) => plotted(group.values[column.key], column.unit)) })),
      lines,
      across: !timely,
      dark,
    };
  }, [figure, metrics, timely, dark, w, c, pick, ownerOf]);
  return <Chart plot={plot} ref={chart} onPick={(row, series) => onPick(row, metrics[series] ?? "")} />;
}
