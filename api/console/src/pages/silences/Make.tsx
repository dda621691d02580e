// A new silence: what, until when, why.
import { Alert, App, DatePicker, Input, Modal, Radio, Select, Switch, TreeSelect } from "antd";
import dayjs, { type Dayjs } from "dayjs";
import { useState, type ReactNode } from "react";
import { useMay } from "../../api/me";
import { serverNow } from "../../api/time";
import { useTold } from "../../parts/Trouble";
import { common } from "../../words/common";
import { useOwner } from "../../words/useOwner";
import { usePick, useWords } from "../../words/useWords";
import { isEmpty, type Matchers } from "./held";
import styles from "./silences.module.css";
import { useMake, useNames } from "./useSilences";
import { silences } from "./words";

const HOURS = [1, 4, 12, 24, 72, 168] as const; // 168 h is the longest that the settings allow from the start
const SEVERITIES = ["minor", "moderate", "severe", "extreme"] as const;
const NOTHING: Matchers = { matters: [], grid: "", owners: [], cameras: [], severities: [] };

export function Make({ close }: { close: () => void }) {
  const w = useWords(silences);
  const c = useWords(common);
  const pick = usePick();
  const ownerOf = useOwner();
  const told = useTold();
  const may = useMay();
  const { message } = App.useApp();
  const names = useNames().data;
  const make = useMake();
  const [kind, setKind] = useState<"silence" | "weather">("silence");
  const [matchers, setMatchers] = useState(NOTHING);
  const [hours, setHours] = useState<number>(4);
  const [at, setAt] = useState<Dayjs | null>(null);
  const [why, setWhy] = useState("");
  const [sending, setSending] = useState(false);
  const change = (part: Partial<Matchers>) => setMatchers((before) => ({ ...before, ...part }));
  const ends = hours === 0 ? at : dayjs(serverNow()).add(hours, "hour");
  const ready = !isEmpty(matchers) && why.trim() !== "" && ends !== null && !make.isPending;
  const create = () => {
    if (ready)
      make.mutate(
        { kind, matchers, why: why.trim(), ends_at: ends.toISOString(), sending },
        {
          onSuccess: () => {
            void message.success(w.made);
            close();
          },
        },
      );
  };
  const matters = names?.matters.map((one) => ({ value: one.key, label: pick(one.label, one.label_en) })) ?? [];
  return (
    <Modal open title={w.make} okText={w.create} cancelText={c.cancel} okButtonProps={{ disabled: !ready, loading: make.isPending }} onOk={create} onCancel={close} width={620} destroyOnHidden>
      <form
        className={styles.form}
        onSubmit={(event) => {
          event.preventDefault();
          create();
        }}
      >
        <Row name={w.kind}>
          <Radio.Group value={kind} onChange={(event) => setKind(event.target.value as "silence" | "weather")} options={[{ value: "silence", label: w.kinds.silence }, { value: "weather", label: w.kinds.weather }]} />
        </Row>
        <Row name={w.matters}>
          <Select mode="multiple" aria-label={w.matters} value={matchers.matters} options={matters} showSearch={{ optionFilterProp: "label" }} onChange={(chosen: string[]) => change({ matters: chosen })} />
        </Row>
        <Row name={w.grid}>
          <TreeSelect
            aria-label={w.grid}
            showSearch={{ treeNodeFilterProp: "title" }}
            allowClear
            value={matchers.grid || null}
            treeDataSimpleMode
            treeData={cells(names?.grids ?? []).map((one) => ({ id: one.key, pId: one.parent, value: one.key, title: pick(one.label, one.label_en) }))}
            onChange={(chosen: string | null | undefined) => change({ grid: chosen ?? "" })}
          />
        </Row>
        <Row name={w.owners}>
          <Select mode="multiple" aria-label={w.owners} value={matchers.owners} options={names?.owners.map((value) => ({ value, label: ownerOf(value) })) ?? []} onChange={(chosen: string[]) => change({ owners: chosen })} />
        </Row>
        <Row name={w.cameras}>
          <Select mode="tags" aria-label={w.cameras} placeholder={w.camerasTold} value={matchers.cameras} tokenSeparators={[",", " ", "、"]} onChange={(chosen: string[]) => change({ cameras: chosen })} />
        </Row>
        <Row name={w.severities}>
          <Select mode="multiple" aria-label={w.severities} value={matchers.severities} options={SEVERITIES.map((value) => ({ value, label: c.severity[value] ?? value }))} onChange={(chosen: Matchers["severities"]) => change({ severities: chosen })} />
        </Row>
        <Row name={w.lasts}>
          <Radio.Group value={hours} onChange={(event) => setHours(Number(event.target.value))} options={[...HOURS.map((value) => ({ value, label: w.hours(value) })), { value: 0, label: w.custom }]} />
          {hours === 0 && <DatePicker aria-label={w.ends} showTime={{ format: "HH:mm" }} format="YYYY-MM-DD HH:mm" value={at} onChange={(value: Dayjs | null) => setAt(value)} />}
        </Row>
        <Row name={w.why}>
          <Input aria-label={w.why} value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} required />
        </Row>
        {may("withhold") && (
          <Row name={w.sending}>
            <Switch aria-label={w.sending} checked={sending} onChange={setSending} /> <span className={styles.quiet}>{w.sendingTold}</span>
          </Row>
        )}
        <p className={styles.quiet}>
          {isEmpty(matchers) ? w.everything : sending ? "" : w.only} {w.severe}
        </p>
        {make.isError && <Alert type="error" showIcon title={told(make.error)} role="alert" />}
      </form>
    </Modal>
  );
}

function Row({ name, children }: { name: string; children: ReactNode }) {
  return (
    <div className={styles.row}>
      <span>{name}</span>
      <div>{children}</div>
    </div>
  );
}

/** Each cell with the nearest one above it: codes nest by their digits. */
function cells<T extends { key: string }>(grids: readonly T[]): readonly (T & { parent: string })[] {
  const known = new Set(grids.map((one) => one.key));
  return grids.map((one) => {
    let above = one.key.slice(0, -1);
    while (above !== "" && !known.has(above)) above = above.slice(0, -1);
    return { ...one, parent: above };
  });
}
