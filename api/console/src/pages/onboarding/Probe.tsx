// Every camera asked by ONVIF what is wrong with it: begun, followed, and what is to be fixed.
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Alert, Button, Checkbox, Empty, Input, InputNumber, Progress, Table, Tag } from "antd";
import { useState } from "react";
import { Link } from "react-router";
import { ask, client } from "../../api/client";
import { useTold } from "../../parts/Trouble";
import { useSettings } from "../../shell/settings";
import { useWords } from "../../words/useWords";
import styles from "./onboarding.module.css";
import { readFindings } from "./results";
import { useJob, useJobs } from "./useJob";
import { onboarding } from "./words";

const NAMED = 8; // cameras named in a row
const COLOURS: Readonly<Record<string, string>> = { broken: "red", fix: "gold", note: "default" };

export function Probe() {
  const w = useWords(onboarding);
  const why = useTold();
  const { language } = useSettings();
  const queries = useQueryClient();
  const [owner, setOwner] = useState("");
  const [fresh, setFresh] = useState(false);
  const [broken, setBroken] = useState(false);
  const [pictures, setPictures] = useState(false);
  const [threads, setThreads] = useState(24);
  const [begun, setBegun] = useState<string | null>(null);
  const last = useJobs().data?.jobs.find((one) => one.kind === "probe")?.id ?? null;
  const job = useJob(begun ?? last);
  const again = () => void queries.invalidateQueries({ queryKey: ["jobs"] });
  const begin = useMutation({
    mutationFn: () => ask(client.POST("/api/v1/cameras/probe", { body: { cameras: [], owner: owner || null, fresh, broken, pictures, threads } })),
    onSuccess: (told) => setBegun(told.id),
    onSettled: again,
  });
  const stop = useMutation({
    mutationFn: (id: string) => ask(client.DELETE("/api/v1/jobs/{job_id}", { params: { path: { job_id: id } } })),
    onSettled: again,
  });
  const now = job.data;
  const running = now?.state === "running";
  const result = now?.result ?? null;
  const found = result === null ? [] : readFindings(result);
  return (
    <div className={styles.columns}>
      <section className={styles.form} aria-label={w.probeTab}>
        <label className={styles.field}>{w.owner}<Input value={owner} onChange={(event) => setOwner(event.target.value)} /></label>
        <label className={styles.field}>{w.threads}<InputNumber min={1} max={256} value={threads} onChange={(value) => setThreads(value ?? 24)} /></label>
        <Checkbox checked={fresh} disabled={broken} onChange={(event) => setFresh(event.target.checked)}>{w.fresh}</Checkbox>
        <Checkbox checked={broken} disabled={fresh} onChange={(event) => setBroken(event.target.checked)}>{w.broken}</Checkbox>
        <Checkbox checked={pictures} onChange={(event) => setPictures(event.target.checked)}>{w.pictures}</Checkbox>
        <div className={styles.bar}>
          <Button type="primary" loading={begin.isPending} disabled={running} onClick={() => begin.mutate()}>{w.started}</Button>
          <Button danger disabled={!running} loading={stop.isPending} onClick={() => { if (now) stop.mutate(now.id); }}>{w.stop}</Button>
        </div>
        {begin.isError && <Alert type="error" showIcon title={why(begin.error)} />}
      </section>
      <section className={styles.result} aria-live="polite">
        {now && running && <Progress percent={now.total > 0 ? Math.round((now.done / now.total) * 100) : 0} status="active" format={() => w.running(now.done, now.total)} />}
        {now?.state === "failed" && <Alert type="error" showIcon title={w.state.failed} description={now.error} />}
        {now && result !== null && (
          <>
            <Alert showIcon type={Number(result.broken) > 0 ? "warning" : "success"} title={`${w.state[now.state] ?? now.state}: ${w.result(Number(result.ok), Number(result.broken))}`} description={Number(result.kept) > 0 ? w.kept(Number(result.kept)) : undefined} />
            {found.length === 0 ? <Empty description={w.none} /> : (
              <Table
                size="small"
                rowKey="code"
                pagination={false}
                dataSource={[...found]}
                columns={[
                  { title: "", width: 90, render: (_, one) => <Tag color={COLOURS[one.weight] ?? "default"}>{w.weight[one.weight] ?? one.weight}</Tag> },
                  { title: w.count, dataIndex: "count", width: 80 },
                  { title: w.toFix, render: (_, one) => one[language].name },
                  { title: w.cure, render: (_, one) => one[language].cure },
                  { title: w.cameras, render: (_, one) => <>{one.cameras.slice(0, NAMED).map((id) => <span key={id}><Link to={`/camera/${encodeURIComponent(id)}`}>{id}</Link> </span>)}{one.cameras.length > NAMED && `+${one.cameras.length - NAMED}`}</> },
                ]}
              />
            )}
          </>
        )}
      </section>
    </div>
  );
}
