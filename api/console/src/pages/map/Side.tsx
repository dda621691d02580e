// Filters, layers and legend, beside the map.
import { Button, Checkbox, Select } from "antd";
import { useEffect, useId, useState, type ReactNode } from "react";
import { common } from "../../words/common";
import { useOwner } from "../../words/useOwner";
import { usePick, useWords } from "../../words/useWords";
import type { MapSettings } from "../../parts/map/settings";
import { useSettings } from "../../shell/settings";
import type { Cameras, Counts, GridFile } from "./data";
import styles from "./map.module.css";
import { LIVE, type Layer, type Level, type MapState, type Span } from "./state";
import { mapPage } from "./words";

const LAYERS: readonly Layer[] = ["cameras", "incidents", "grid", "heat", "views"];
const SPANS: readonly Span[] = ["live", "day", "week", "month", "all"];
const LEVELS: readonly Level[] = ["auto", "district", "street", "community", "grid"];

export function Side({ state, change, cameras, counts, grid, base }: {
  state: MapState;
  change: (part: Partial<MapState>) => void;
  cameras: Cameras | undefined;
  counts: Counts | undefined;
  grid: GridFile | undefined;
  base: MapSettings | undefined;
}) {
  const w = useWords(mapPage);
  const c = useWords(common);
  const pick = usePick();
  const ownerOf = useOwner();
  const matters = Object.entries(base?.matters ?? {}).map(([value, [zh, en]]) => ({
    value,
    label: `${pick(zh, en)}${counts?.matters[value] ? ` (${counts.matters[value]})` : ""}`,
  }));
  const states = [...new Set(Object.values(cameras?.letters ?? {}))].map((value) => ({ value, label: value === "off" ? w.off : (c.cameraState[value] ?? value) }));
  const statuses = [...LIVE, "closed", "rejected"].map((value) => ({ value, label: c.status[value] ?? value }));
  const cells = (grid?.features ?? []).map(({ properties: one }) => ({ value: one.code, label: `${one.name} ${one.code}` }));
  const dirty = state.owners.length + state.matters.length + state.states.length + state.statuses.length > 0 || state.grid !== "" || state.span !== "live";
  return (
    <aside className={styles.side} aria-label={w.filters}>
      <Group told={w.layers}>
        <div className={styles.layers}>
          {LAYERS.map((layer) => (
            <Checkbox
              key={layer}
              checked={state.layers.includes(layer)}
              onChange={(event) => change({ layers: LAYERS.filter((one) => (one === layer ? event.target.checked : state.layers.includes(one))) })}
            >
              {w.layer[layer]}
            </Checkbox>
          ))}
        </div>
      </Group>
      <Field told={w.spanTold}>
        {(id) => <Select id={id} value={state.span} onChange={(span) => change({ span })} options={SPANS.map((value) => ({ value, label: w.span[value] }))} />}
      </Field>
      <Many told={w.matter} value={state.matters} options={matters} change={(value) => change({ matters: value })} any={w.any} />
      <Many told={w.owner} value={state.owners} options={(cameras?.owners ?? []).map((value) => ({ value, label: ownerOf(value) }))} change={(value) => change({ owners: value })} any={w.any} />
      <Many told={w.state} value={state.states} options={states} change={(value) => change({ states: value })} any={w.any} />
      <Many told={w.status} value={state.statuses} options={statuses} change={(value) => change({ statuses: value })} any={w.any} />
      <Field told={w.grid}>
        {(id) => (
          <Select
            id={id} value={state.grid === "" ? null : state.grid} options={cells} placeholder={w.any} allowClear
            showSearch={{ optionFilterProp: "label" }}
            onChange={(value: string | null | undefined) => change({ grid: value ?? "" })}
          />
        )}
      </Field>
      <Field told={w.levelTold}>
        {(id) => <Select id={id} value={state.level} onChange={(level) => change({ level })} options={LEVELS.map((value) => ({ value, label: w.level[value] }))} />}
      </Field>
      {dirty && <Button onClick={() => change({ owners: [], matters: [], states: [], statuses: [], grid: "", span: "live" })}>{w.clear}</Button>}
      <Group told={w.legend}>
        <Legend />
      </Group>
    </aside>
  );
}

function Group({ told, children }: { told: string; children: ReactNode }) {
  return (
    <fieldset>
      <legend>{told}</legend>
      {children}
    </fieldset>
  );
}

function Field({ told, children }: { told: string; children: (id: string) => ReactNode }) {
  const id = useId();
  return (
    <div>
      <label htmlFor={id}>{told}</label>
      {children(id)}
    </div>
  );
}

function Many({ told, value, options, change, any }: {
  told: string;
  value: readonly string[];
  options: { value: string; label: string }[];
  change: (value: string[]) => void;
  any: string;
}) {
  return (
    <Field told={told}>
      {(id) => (
        <Select
          id={id} mode="multiple" value={[...value]} options={options} placeholder={any} allowClear maxTagCount="responsive"
          showSearch={{ optionFilterProp: "label" }} onChange={change}
        />
      )}
    </Field>
  );
}

const SIGNS = ["camera-ok", "camera-late", "camera-blind", "camera-offline", "camera-unknown", "camera-off", "incident-2", "incident-1", "incident-0"];

function Legend() {
  const w = useWords(mapPage);
  const c = useWords(common);
  const { dark } = useSettings();
  const [signs, setSigns] = useState<Readonly<Record<string, string>>>({});
  useEffect(() => {
    let wanted = true;
    void import("../../parts/map/pictures").then(({ pictures }) => {
      if (wanted) setSigns(pictures(SIGNS));
    });
    return () => {
      wanted = false;
    };
  }, [dark]);
  const told = (sign: string) => {
    const [kind, of = ""] = sign.split("-");
    if (kind === "incident") return `${w.kind.incident} · ${w.waits[of]}`;
    return of === "off" ? w.off : `${c.cameraState[of]}${of === "offline" ? ` / ${c.cameraState.login_stopped} (K)` : ""}`;
  };
  return (
    <ul className={styles.legend}>
      {SIGNS.map((sign) => (
        <li key={sign}>
          {signs[sign] === undefined ? <i /> : <img src={signs[sign]} alt="" />}
          {told(sign)}
        </li>
      ))}
      <li><i className={styles.round} />{w.legendCluster}</li>
      <li><i className={styles.wedge} />{w.legendViews}</li>
      <li>{w.fewer}<span className={styles.ramp} style={{ flex: 1 }} />{w.many}</li>
      <li>{w.legendShade}</li>
    </ul>
  );
}
