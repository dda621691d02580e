// The ledger's filters. What is typed waits for Enter or for leaving the field.
import { Button, DatePicker, Input, Select } from "antd";
import dayjs from "dayjs";
import type { Change } from "../../parts/useAddress";
import { common } from "../../words/common";
import { useWords } from "../../words/useWords";
import styles from "./deliveries.module.css";
import { STATES, type Filters, type State } from "./filters";
import { deliveries } from "./words";

export function Bar({ filters, receivers, change, clear }: {
  filters: Filters;
  receivers: readonly string[];
  change: (change: Change) => void;
  clear: () => void;
}) {
  const w = useWords(deliveries);
  const c = useWords(common);
  const typed = (name: "text" | "incident" | "case_number", told: string) => {
    const take = (value: string) => value.trim() !== filters[name] && change({ [name]: value.trim() });
    return (
      <Input
        key={`${name} ${filters[name]}`}
        className={styles.typed}
        defaultValue={filters[name]}
        placeholder={told}
        aria-label={told}
        allowClear
        maxLength={200}
        onPressEnter={(event) => take(event.currentTarget.value)}
        onBlur={(event) => take(event.target.value)}
        onClear={() => take("")}
      />
    );
  };
  return (
    <search className={styles.bar} aria-label={w.ledger}>
      <Select<State[]>
        mode="multiple"
        className={styles.states ?? ""}
        value={[...filters.states]}
        placeholder={w.allStates}
        aria-label={w.state}
        maxTagCount="responsive"
        options={STATES.map((value) => ({ value, label: c.delivery[value] ?? value }))}
        onChange={(state) => change({ state })}
      />
      <Select
        className={styles.receiver ?? ""}
        value={filters.receiver}
        aria-label={w.receiver}
        options={[{ value: "", label: w.allReceivers }, ...receivers.map((value) => ({ value, label: value }))]}
        onChange={(receiver) => change({ receiver })}
      />
      <DatePicker.RangePicker
        showTime={{ format: "HH:mm" }}
        format="YYYY-MM-DD HH:mm"
        allowEmpty={[true, true]}
        placeholder={[w.since, w.until]}
        aria-label={w.period}
        value={[filters.since === "" ? null : dayjs(filters.since), filters.until === "" ? null : dayjs(filters.until)]}
        onChange={(range) => change({ since: range?.[0]?.format() ?? "", until: range?.[1]?.format() ?? "" })}
      />
      {typed("text", w.words)}
      {typed("incident", w.incidentId)}
      {typed("case_number", w.caseNumber)}
      <Button onClick={clear}>{w.clear}</Button>
    </search>
  );
}
