// From candidate to live: judged by two runs over one truth, done with a reason, kept with who, and undone.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, App, Button, Empty, Input, Select, Table, Tag } from "antd";
import { useState } from "react";
import { isProblem } from "../../api/problem";
import { useTold } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import { usePick, useWords } from "../../words/useWords";
import { Off } from "./Off";
import type { Judged, Named, Promotion, RunRow } from "./told";
import { tell, useBench } from "./useBench";
import { engineer } from "./words";
import styles from "./engineer.module.css";

interface Choice {
  readonly candidate: string;
  readonly live_run: string;
  readonly candidate_run: string;
  readonly truth: string;
}

const FIRST: Choice = { candidate: "", live_run: "", candidate_run: "", truth: "" };

export function PromoteTab() {
  const w = useWords(engineer);
  const pick = usePick();
  const told = useTold();
  const { message } = App.useApp();
  const cache = useQueryClient();
  const candidates = useBench<(Named & { kind: string })[]>("candidates");
  const runs = useBench<RunRow[]>("runs");
  const truths = useBench<Named[]>("truths");
  const [choice, setChoice] = useState(FIRST);
  const [reason, setReason] = useState("");
  const judge = useMutation({ mutationFn: (asked: Choice) => tell<Judged>("POST", "promotions/judge", asked) });
  const go = useMutation({
    mutationFn: (force: boolean) => tell<Judged>("POST", "promotions", { ...choice, reason, force }),
    onSuccess: (done) => {
      void message.success(`${w.done(done.name)}${done.kind === "model" ? ` ${w.restart}` : ""}`);
      judge.reset();
      setReason("");
      void cache.invalidateQueries({ queryKey: ["workbench"] });
    },
    onError: (error) => void message.error(told(error)),
  });
  const set = (part: Partial<Choice>) => {
    setChoice((before) => ({ ...before, ...part }));
    judge.reset();
  };
  const field = (key: keyof Choice, label: string, names: readonly string[] | undefined) => (
    <label>
      {label}
      <Select aria-label={label} showSearch disabled={names === undefined} value={choice[key] || null} options={(names ?? []).map((name) => ({ value: name, label: name }))} onChange={(name: string) => set({ [key]: name })} popupMatchSelectWidth={false} />
    </label>
  );
  const readable = runs.data?.filter((run) => run.wrong === undefined).map((run) => run.name);
  if (candidates.isError) return <Off error={candidates.error} again={candidates.refetch} />;
  const judged = judge.data;
  return (
    <>
      <div className={styles.form}>
        {field("candidate", w.candidate, candidates.data?.map((one) => one.name))}
        {field("live_run", w.liveRun, readable)}
        {field("candidate_run", w.newRun, readable)}
        {field("truth", w.truth, truths.data?.map((one) => one.name))}
      </div>
      <Button type="primary" disabled={Object.values(choice).includes("")} loading={judge.isPending} onClick={() => judge.mutate(choice)}>{w.judge}</Button>
      {judge.isError && <Alert style={{ marginTop: 12 }} type="error" title={isProblem(judge.error) ? judge.error.message : told(judge.error)} />}
      {judged && (
        <section className={styles.section} aria-label={w.judge}>
          <Alert
            type={judged.against.length === 0 ? "success" : "error"} showIcon
            title={`${judged.against.length === 0 ? w.allowed : w.refused}: ${w.kind[judged.kind] ?? judged.kind} ${judged.name} (${w.replaces} ${judged.replaces || "–"})`}
            description={judged.against.length > 0 && <ul className={styles.reasons}>{judged.against.map((one, i) => <li key={one}>{pick(judged.against_zh[i], one)}</li>)}</ul>}
          />
          <div className={styles.tools} style={{ marginTop: 12 }}>
            <Input aria-label={w.reason} placeholder={w.reason} value={reason} maxLength={500} style={{ width: 420 }} onChange={(event) => setReason(event.target.value)} />
            <Button type="primary" danger={judged.against.length > 0} disabled={reason.trim() === ""} loading={go.isPending} onClick={() => go.mutate(judged.against.length > 0)}>
              {judged.against.length === 0 ? w.go : w.force}
            </Button>
          </div>
        </section>
      )}
      <History />
    </>
  );
}

function History() {
  const w = useWords(engineer);
  const told = useTold();
  const { message } = App.useApp();
  const { full } = useTimes();
  const cache = useQueryClient();
  const found = useBench<Promotion[]>("promotions");
  const [reason, setReason] = useState("");
  const undo = useMutation({
    mutationFn: () => tell<Promotion[]>("POST", "promotions/undo", { reason }),
    onSuccess: () => {
      setReason("");
      void cache.invalidateQueries({ queryKey: ["workbench"] });
    },
    onError: (error) => void message.error(told(error)),
  });
  return (
    <section className={styles.section} aria-label={w.history}>
      <h2>{w.history}</h2>
      <div className={styles.tools}>
        <Input aria-label={`${w.undo}: ${w.reason}`} placeholder={w.reason} value={reason} maxLength={500} style={{ width: 420 }} onChange={(event) => setReason(event.target.value)} />
        <Button disabled={reason.trim() === "" || (found.data ?? []).length === 0} loading={undo.isPending} onClick={() => undo.mutate()}>{w.undo}</Button>
      </div>
      {found.isError ? <Off error={found.error} again={found.refetch} /> : (
        <Table<Promotion>
          size="small" rowKey="hash" dataSource={found.data ?? []} loading={found.isPending} pagination={{ pageSize: 10, hideOnSinglePage: true }} aria-label={w.history} locale={{ emptyText: found.isPending ? " " : <Empty description={w.nothingPromoted} /> }}
          columns={[
            { title: w.at, key: "at", render: (_, one) => (one.at === undefined ? "–" : full(one.at)) },
            { title: w.what, key: "what", render: (_, one) => <>{w.acts[one.what] ?? one.what} {one.forced === true && <Tag color="red">{w.forced}</Tag>}</> },
            { title: w.candidate, key: "name", render: (_, one) => one.name ?? "–" },
            { title: w.replaces, key: "replaces", render: (_, one) => one.replaces ?? "–" },
            { title: w.who, key: "who", render: (_, one) => one.who ?? "–" },
            { title: w.because, key: "why", render: (_, one) => one.reason ?? one.why ?? "–" },
          ]}
        />
      )}
    </section>
  );
}
