// The audit: who did or saw what, when, from where and why. What is chosen stands in the address.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Alert, Button, DatePicker, Input, Select, Table, Tag, type TableColumnsType } from "antd";
import dayjs from "dayjs";
import { useState } from "react";
import { ask, client } from "../../api/client";
import type { components } from "../../api/schema.gen";
import { PageFrame } from "../../parts/PageFrame";
import { Trouble } from "../../parts/Trouble";
import { useAddress } from "../../parts/useAddress";
import { useTimes } from "../../parts/useTimes";
import { people } from "../../words/people";
import { useWords } from "../../words/useWords";
import styles from "./audit.module.css";
import { audit } from "./words";

type Entry = components["schemas"]["AuditEntryOut"];
const FILTERS = ["who", "act", "ref", "outcome", "since", "until"] as const;
type Filter = (typeof FILTERS)[number];
const COLOUR: Readonly<Record<string, string>> = { done: "default", refused: "gold", failed: "red" };

export default function Audit() {
  const w = useWords(audit);
  const p = useWords(people);
  const { full } = useTimes();
  const [asked, choose] = useAddress();
  const chosen = Object.fromEntries(FILTERS.flatMap((one) => (asked.get(one) ? [[one, asked.get(one)]] : []))) as Partial<Record<Filter, string>>;
  const found = useInfiniteQuery({
    queryKey: ["audit", chosen],
    initialPageParam: null as number | null,
    queryFn: ({ pageParam, signal }) => {
      const { outcome, ...rest } = chosen;
      const query = { ...rest, limit: 100, ...(pageParam === null ? {} : { before: pageParam }), ...(isOutcome(outcome) ? { outcome } : {}) };
      return ask(client.GET("/api/v1/audit", { params: { query }, signal }));
    },
    getNextPageParam: (page) => page.next,
  });
  const pages = found.data?.pages ?? [];
  const entries = pages.flatMap((page) => page.entries);
  const broken = pages.flatMap((page) => page.broken);
  const columns: TableColumnsType<Entry> = [
    { title: "#", dataIndex: "number", width: 80 },
    { title: w.when, dataIndex: "at", width: 170, render: (at: string) => <time dateTime={at}>{full(at)}</time> },
    { title: w.who, key: "who", render: (_, one) => <Button type="link" size="small" style={{ padding: 0 }} onClick={() => choose({ who: one.who })}>{one.who === "unknown" ? w.unknown : one.who}</Button> },
    { title: w.role, dataIndex: "role", render: (role: string) => <span className={styles.faint}>{p.roles[role] ?? role}</span> },
    { title: w.act, dataIndex: "act", render: (act: string) => (w.acts[act] === undefined ? <code className={styles.code}>{act}</code> : <span title={act}>{w.acts[act]}</span>) },
    { title: w.ref, key: "ref", render: (_, one) => one.ref !== "" && <button type="button" className={styles.ref} title={one.ref} onClick={() => choose({ ref: one.ref })}>{one.ref}</button> },
    { title: w.outcome, dataIndex: "outcome", render: (outcome: string) => <Tag color={COLOUR[outcome] ?? "default"}>{w.outcomes[outcome] ?? outcome}</Tag> },
    { title: w.reason, key: "reason", render: (_, one) => [one.reason, one.detail].filter((part) => part !== "").join(" · ") },
    { title: w.address, dataIndex: "address" },
  ];
  const filtered = Object.keys(chosen).length > 0;
  return (
    <PageFrame title={w.title} tools={<Filters chosen={chosen} choose={choose} />}>
      {broken.length > 0 && <Alert type="error" showIcon role="alert" title={w.broken(broken.join(", "))} style={{ marginBottom: 12 }} />}
      {broken.length === 0 && !filtered && entries.length > 0 && <p className={styles.faint}>✓ {w.whole}</p>}
      {found.isError ? (
        <Trouble error={found.error} again={found.refetch} />
      ) : (
        <>
          <Table rowKey="number" size="small" columns={columns} dataSource={entries} loading={found.isPending} pagination={false} locale={{ emptyText: w.none }} scroll={{ x: "max-content" }} />
          {entries.length > 0 && (
            <Button block type="text" disabled={!found.hasNextPage} loading={found.isFetchingNextPage} onClick={() => void found.fetchNextPage()}>
              {found.hasNextPage ? w.older : w.nothingOlder}
            </Button>
          )}
        </>
      )}
    </PageFrame>
  );
}

const isOutcome = (text: string | undefined): text is "done" | "refused" | "failed" => text === "done" || text === "refused" || text === "failed";

function Filters({ chosen, choose }: { chosen: Partial<Record<Filter, string>>; choose: (change: Partial<Record<Filter, string>>) => void }) {
  const w = useWords(audit);
  return (
    <>
      <Text of="who" label={w.who} chosen={chosen} choose={choose} />
      <Select aria-label={w.act} value={chosen.act ?? ""} onChange={(act) => choose({ act })} style={{ width: 170 }} options={Object.entries(w.kinds).map(([value, label]) => ({ value, label }))} />
      <Text of="ref" label={w.ref} chosen={chosen} choose={choose} />
      <Select aria-label={w.outcome} value={chosen.outcome ?? ""} onChange={(outcome) => choose({ outcome })} style={{ width: 110 }} options={[{ value: "", label: w.outcome }, ...Object.entries(w.outcomes).map(([value, label]) => ({ value, label }))]} />
      <DatePicker.RangePicker
        showTime={{ format: "HH:mm" }}
        format="YYYY-MM-DD HH:mm"
        allowEmpty={[true, true]}
        value={[chosen.since === undefined ? null : dayjs(chosen.since), chosen.until === undefined ? null : dayjs(chosen.until)]}
        onChange={(range) => choose({ since: range?.[0]?.toISOString() ?? "", until: range?.[1]?.toISOString() ?? "" })}
      />
    </>
  );
}

function Text({ of, label, chosen, choose }: { of: "who" | "ref"; label: string; chosen: Partial<Record<Filter, string>>; choose: (change: Partial<Record<Filter, string>>) => void }) {
  const kept = chosen[of] ?? "";
  const [text, setText] = useState<{ of: string; typed: string }>({ of: kept, typed: kept });
  const shown = text.of === kept ? text.typed : kept; // chosen elsewhere meanwhile
  return (
    <Input
      allowClear
      aria-label={label}
      placeholder={label}
      value={shown}
      style={{ width: 130 }}
      onChange={(event) => {
        setText({ of: kept, typed: event.target.value });
        if (event.target.value === "") choose({ [of]: "" });
      }}
      onPressEnter={() => choose({ [of]: shown.trim() })}
      onBlur={() => shown.trim() !== kept && choose({ [of]: shown.trim() })}
    />
  );
}
