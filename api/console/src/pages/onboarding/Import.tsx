// A district's ledger into the configuration: checked whole first, written whole or not at all.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Checkbox, Input, Progress, Segmented, Select, Table, Tag } from "antd";
import { useRef, useState, type DragEvent } from "react";
import { raw } from "../../api/client";
import { useTold } from "../../parts/Trouble";
import { useSettings } from "../../shell/settings";
import { useWords } from "../../words/useWords";
import { Names, Shared } from "./Naming";
import styles from "./onboarding.module.css";
import { folded, readImport, toCsv, type ImportResult } from "./results";
import { useJob, type Job } from "./useJob";
import { fieldOptions, onboarding } from "./words";

const LEVELS = ["error", "warning"] as const;
const DATUMS = ["WGS84", "GCJ02", "BD09"] as const;

interface Wishes {
  readonly maps: Readonly<Record<string, string>>;
  readonly sets: Readonly<Record<string, string>>;
  readonly owners: Readonly<Record<string, string>>;
  readonly scenes: Readonly<Record<string, string>>;
  readonly datum: (typeof DATUMS)[number] | null;
  readonly sheet: string | null;
  readonly allow_outside: boolean;
  readonly skip_bad: boolean;
  readonly remove_missing: boolean;
}

const NOTHING: Wishes = { maps: {}, sets: {}, owners: {}, scenes: {}, datum: null, sheet: null, allow_outside: false, skip_bad: false, remove_missing: false };

export function Import() {
  const w = useWords(onboarding);
  const why = useTold();
  const queries = useQueryClient();
  const [file, setFile] = useState<File | null>(null);
  const [wishes, setWishes] = useState<Wishes>(NOTHING);
  const [id, setId] = useState<string | null>(null);
  const picker = useRef<HTMLInputElement>(null);
  const job = useJob(id);
  const begin = useMutation({
    mutationFn: async (write: boolean) => {
      if (file === null) throw new Error(w.noFile);
      const query = new URLSearchParams({ name: file.name, wishes: JSON.stringify({ ...wishes, write }) });
      const answer = await raw(`/api/v1/cameras/import?${query.toString()}`, { method: "POST", body: file, headers: { "Content-Type": "application/octet-stream" } });
      return (await answer.json()) as Job;
    },
    onSuccess: (begun) => {
      setId(begun.id);
      void queries.invalidateQueries({ queryKey: ["jobs"] });
    },
  });
  const put = (part: Partial<Wishes>) => setWishes((before) => ({ ...before, ...part }));
  const take = (chosen: File | undefined) => {
    if (chosen === undefined) return;
    setFile(chosen);
    setId(null);
  };
  const dropped = (event: DragEvent) => {
    event.preventDefault();
    take(event.dataTransfer.files[0]);
  };
  const now = job.data;
  const running = begin.isPending || job.data?.state === "running";
  const result = job.data?.result ? readImport(job.data.result) : null;
  return (
    <div className={styles.columns}>
      <section className={styles.form} aria-label={w.importTab}>
        <button type="button" className={styles.drop} onClick={() => picker.current?.click()} onDragOver={(event) => event.preventDefault()} onDrop={dropped}>
          {file === null ? w.drop : <strong>{file.name}</strong>}
          <small>{w.chooseFile}</small>
        </button>
        <input ref={picker} type="file" hidden accept=".csv,.txt,.xlsx,.xls,.ods" aria-label={w.chooseFile} onChange={(event) => { take(event.target.files?.[0]); event.target.value = ""; }} />
        <label className={styles.field}>{w.datum} <small>{w.datumHint}</small><Select allowClear value={wishes.datum} aria-label={w.datum} options={DATUMS.map((value) => ({ value, label: value }))} onChange={(datum: (typeof DATUMS)[number] | undefined) => put({ datum: datum ?? null })} /></label>
        <label className={styles.field}>{w.sheet}<Input value={wishes.sheet ?? ""} onChange={(event) => put({ sheet: event.target.value || null })} /></label>
        <Shared sets={wishes.sets} put={(sets) => put({ sets })} />
        <Checkbox checked={wishes.skip_bad} onChange={(event) => put({ skip_bad: event.target.checked })}>{w.skipBad}</Checkbox>
        <Checkbox checked={wishes.allow_outside} onChange={(event) => put({ allow_outside: event.target.checked })}>{w.allowOutside}</Checkbox>
        <Checkbox checked={wishes.remove_missing} onChange={(event) => put({ remove_missing: event.target.checked })}>{w.removeMissing}</Checkbox>
        {result !== null && <Names asked={result.unknownWords} wishes={wishes} put={put} />}
        {result !== null && result.headers.length > 0 && <Columns result={result} maps={wishes.maps} put={(maps) => put({ maps })} />}
        <div className={styles.bar}>
          <Button disabled={file === null || running} loading={running} onClick={() => begin.mutate(false)}>{result === null ? w.dryRun : w.again}</Button>
          <Button type="primary" disabled={result?.ready !== true || result.written || running} onClick={() => begin.mutate(true)}>{w.write}</Button>
        </div>
        {begin.isError && <Alert type="error" showIcon title={why(begin.error)} />}
      </section>
      <section className={styles.result} aria-live="polite">
        {now?.state === "running" && <Progress percent={now.total > 0 ? Math.round((now.done / now.total) * 100) : 0} status="active" format={() => w.running(now.done, now.total)} />}
        {job.data?.state === "failed" && <Alert type="error" showIcon title={w.state.failed} description={<pre className={styles.pre}>{job.data.error}</pre>} />}
        {result !== null && <Found result={result} name={file?.name ?? ""} />}
      </section>
    </div>
  );
}

function Columns({ result, maps, put }: { result: ImportResult; maps: Readonly<Record<string, string>>; put: (maps: Readonly<Record<string, string>>) => void }) {
  const w = useWords(onboarding);
  const { language } = useSettings();
  const read = new Map(Object.entries(result.columns).map(([field, header]) => [header, field]));
  return (
    <fieldset className={styles.mapping}>
      <legend>{w.columns}</legend>
      {result.headers.filter(Boolean).map((header, i) => (
        <label key={i}>
          <span>{header}</span>
          <Select
            size="small"
            showSearch={{ optionFilterProp: "label" }}
            allowClear
            aria-label={`${w.columns} ${header}`}
            value={maps[header] ?? read.get(header) ?? null}
            placeholder={w.unread}
            options={[{ value: "-", label: w.notRead }, ...fieldOptions(language)]}
            onChange={(field: string | undefined) => {
              const others = Object.fromEntries(Object.entries(maps).filter(([one]) => one !== header));
              put(field === undefined ? others : { ...others, [header]: field });
            }}
          />
        </label>
      ))}
    </fieldset>
  );
}

function Found({ result, name }: { result: ImportResult; name: string }) {
  const w = useWords(onboarding);
  const { language } = useSettings();
  const [level, setLevel] = useState<string | null>(null);
  const faults = result.faults.map((fault, i) => ({ ...fault, key: i, told: fault[language] }));
  const rows = folded(faults, level).map(({ first, others, more }) => ({ ...first, more, children: others.length > 0 ? others.map((one) => ({ ...one, more: 0 })) : undefined }));
  const download = () => {
    const rows = [[w.line, w.column, w.levelOf, w.what, w.cure], ...faults.map((one) => [one.line, one.column, one.level, one.told.what, one.told.cure])];
    const url = URL.createObjectURL(new Blob([toCsv(rows)], { type: "text/csv" }));
    const link = document.createElement("a");
    link.href = url;
    link.download = `${name}.faults.csv`;
    link.click();
    setTimeout(() => URL.revokeObjectURL(url), 1000);
  };
  return (
    <>
      <Alert
        showIcon
        type={result.written ? "success" : result.ready ? "success" : "error"}
        title={result.written ? w.written(result.added) : result.ready ? w.ready : w.notReady}
        description={`${w.rows(result.rows, result.good, result.bad)}${result.newLogins > 0 ? ` · ${w.logins(result.newLogins)}` : ""}`}
      />
      {result.files.length > 0 && (
        <Table
          size="small"
          pagination={false}
          rowKey="file"
          dataSource={[...result.files]}
          columns={[{ title: w.file, dataIndex: "file" }, { title: w.added, dataIndex: "added" }, { title: w.changed, dataIndex: "changed" }, { title: w.removed, dataIndex: "removed" }, { title: w.same, dataIndex: "same" }]}
        />
      )}
      {faults.length > 0 && (
        <>
          <div className={styles.bar}>
            <strong>{w.faults(result.faultsInAll)}</strong>
            {result.faultsInAll > faults.length && <span>{w.faultsMore(faults.length)}</span>}
            <Button size="small" onClick={download}>{w.downloadFaults}</Button>
          </div>
          {Object.keys(result.levels).length > 1 && (
            <Segmented
              aria-label={w.levelShown}
              value={level ?? ""}
              onChange={(one) => setLevel(one || null)}
              options={[{ value: "", label: w.ofLevel(w.anyLevel, result.faultsInAll) }, ...LEVELS.map((one) => ({ value: one, label: w.ofLevel(w.level[one] ?? one, result.levels[one] ?? 0) }))]}
            />
          )}
          <Table
            key={level}
            size="small"
            rowKey="key"
            dataSource={rows}
            pagination={{ pageSize: 20, showSizeChanger: false, hideOnSinglePage: true }}
            columns={[
              { title: w.line, width: 110, render: (_, one) => one.line ?? w.whole },
              { title: w.column, dataIndex: "column", width: 120 },
              { title: "", width: 80, render: (_, one) => <Tag color={one.level === "error" ? "red" : "gold"}>{w.level[one.level] ?? one.level}</Tag> },
              { title: w.what, render: (_, one) => <>{one.told.what}{one.more > 0 && <small className={styles.alike}>{w.alike(one.more)}</small>}</> },
              { title: w.cure, render: (_, one) => one.told.cure },
            ]}
          />
        </>
      )}
    </>
  );
}
