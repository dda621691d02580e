// The filters of cases, kept in the address: whoever gets the link sees the same.
import { Button, Checkbox, DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import { useId } from "react";
import { useAddress, without } from "../../parts/useAddress";
import { useTimes } from "../../parts/useTimes";
import { common } from "../../words/common";
import { useWords } from "../../words/useWords";
import { NAMES } from "./query";
import { useCaseWords } from "./useCaseWords";
import { cases } from "./words";
import { dayOf, dayStart } from "./zoned";
import styles from "./cases.module.css";

export function FilterBar({ short = false }: { short?: boolean }) { // short: what every figure can be narrowed by
  const [params, set] = useAddress();
  const w = useWords(cases);
  const c = useWords(common);
  const choices = useCaseWords();
  const many = (name: string, label: string, options: readonly { value: string; label: string }[]) => (
    <Select
      mode="multiple" allowClear maxTagCount={1} className={styles.select ?? ""} aria-label={label} placeholder={label}
      value={params.getAll(name)} options={[...options]} onChange={(values: string[]) => set({ [name]: values })}
      showSearch={{ optionFilterProp: "label" }} popupMatchSelectWidth={false}
    />
  );
  const named = (of: Readonly<Record<string, string>>, without: readonly string[] = []) =>
    Object.entries(of).filter(([key]) => key !== "" && !without.includes(key)).map(([value, label]) => ({ value, label }));
  const flag = (name: string, label: string) => (
    <Checkbox checked={params.get(name) === "true"} onChange={(event) => set({ [name]: event.target.checked ? "true" : null })}>
      {label}
    </Checkbox>
  );
  const active = NAMES.some((name) => params.has(name) && !(short && (name === "from" || name === "to")));
  return (
    <div className={styles.filters} role="search" aria-label={w.filters}>
      {!short && (
        <Input.Search
          key={params.get("q") ?? ""} allowClear className={styles.find} placeholder={w.find} aria-label={w.find}
          defaultValue={params.get("q") ?? ""} onSearch={(text) => set({ q: text.trim() })}
        />
      )}
      {many("matter", c.matter, choices.matters)}
      {many("grid", c.grid, choices.grids)}
      {many("owner", c.owner, choices.owners)}
      {many("unit", c.unit, choices.units)}
      {!short && (
        <>
          {many("status", w.status, named(c.status, ["candidate", "expired"]))}
          {many("stage", w.stage, named(c.stage))}
          {many("verdict", w.verdict, named(w.verdicts))}
          {many("held", w.held, named(w.helds))}
          {many("severity", w.severity, named(c.severity, ["unknown"]))}
          <Days />
          {flag("overdue", w.overdue)}
          {flag("late", w.late)}
          {flag("no_unit", w.noUnit)}
          {flag("merged", w.merged)}
        </>
      )}
      {active && (
        <Button type="link" onClick={() => set(without(NAMES.filter((name) => !(short && (name === "from" || name === "to")))))}>
          {w.clear}
        </Button>
      )}
      {!short && <Others />}
    </div>
  );
}

/** The time in which cases were opened, in days of the district. */
export function Days({ since: from, until: to }: { since?: string; until?: string }) {
  const [params, set] = useAddress();
  const { zone } = useTimes();
  const w = useWords(cases);
  const [since, until] = [useId(), useId()];
  const take = (name: string, at: string | null) => set({ [name]: at, days: null });
  return (
    <span className={styles.days}>
      <label htmlFor={since}>{from ?? w.since}</label>
      <Day id={since} day={dayOf(params.get("from") ?? "", zone)} take={(day) => take("from", day === "" ? null : dayStart(day, zone))} />
      <label htmlFor={until}>{to ?? w.until}</label>
      <Day id={until} day={dayOf(params.get("to") ?? "", zone, true)} take={(day) => take("to", day === "" ? null : dayStart(day, zone, 1))} />
    </span>
  );
}

const DAY = "YYYY-MM-DD";

/** One day: typed, or chosen from a calendar in the language of the page; "" for none. */
function Day({ id, day, take }: { id: string; day: string; take: (day: string) => void }) {
  return <DatePicker id={id} size="small" format={DAY} value={day === "" ? null : dayjs(day)} onChange={(to) => take(to?.format(DAY) ?? "")} />;
}

/** Filters that links bring and no control shows: told in words, each to be taken away. */
function Others() {
  const [params, set] = useAddress();
  const { short } = useTimes();
  const w = useWords(cases);
  const c = useWords(common);
  const told: { names: string[]; text: string }[] = [];
  const hours = params.getAll("hour");
  if (hours.length > 0) told.push({ names: ["hour"], text: `${w.hour}: ${hours.map((hour) => `${hour.padStart(2, "0")}:00`).join(" ")}` });
  const cameras = params.getAll("camera");
  if (cameras.length > 0) told.push({ names: ["camera"], text: `${c.camera}: ${cameras.join(" ")}` });
  const grid = params.get("exact_grid");
  if (grid !== null) told.push({ names: ["exact_grid"], text: grid === "" ? w.outside : `${c.grid}: ${grid}` });
  const reached = params.getAll("reached");
  if (reached.length > 0) told.push({ names: ["reached"], text: reached.map((one) => w.reachedWhat[one] ?? one).join(" ") });
  const shown = params.get("shown_from");
  const end = params.get("shown_to");
  if (shown !== null && end !== null) told.push({
    names: ["shown_from", "shown_to", "shown_hour", "source"],
    text: `${w.shown}: ${short(shown)} – ${short(end)} ${params.getAll("shown_hour").map((hour) => `${hour}:00`).join(" ")} ${params.getAll("source").join(" ")}`,
  });
  return told.map(({ names, text }) => (
    <Button
      key={names[0]} size="small"
      onClick={() => set(without(names))}
    >
      {text} <span aria-hidden="true">✕</span>
    </Button>
  ));
}
