// Every case as a table: what any figure, map or link leads to. The filters are the address.
import { useInfiniteQuery } from "@tanstack/react-query";
import { Button, Empty, Table, type TableColumnsType } from "antd";
import { useNavigate, useSearchParams, Link } from "react-router";
import { ask, client } from "../../api/client";
import { useRefreshOn } from "../../api/LiveProvider";
import { PageFrame } from "../../parts/PageFrame";
import { Severity, Status } from "../../parts/Tags";
import { Trouble } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import type { components } from "../../api/schema.gen";
import { useSettings } from "../../shell/settings";
import { common } from "../../words/common";
import { useOwner } from "../../words/useOwner";
import { usePick, useWords } from "../../words/useWords";
import { FilterBar } from "./FilterBar";
import { filtersOf } from "./query";
import { cases } from "./words";
import styles from "./cases.module.css";

type Row = components["schemas"]["CaseRowOut"];

export default function Cases() {
  const w = useWords(cases);
  const { language } = useSettings();
  const [params] = useSearchParams();
  const navigate = useNavigate();
  const filters = filtersOf(params);
  const columns = useColumns();
  const found = useInfiniteQuery({
    queryKey: ["cases", filters],
    initialPageParam: "",
    queryFn: ({ pageParam, signal }) =>
      ask(client.GET("/api/v1/cases", { params: { query: { ...filters, limit: 50, ...(pageParam === "" ? {} : { after: pageParam }) } }, signal })),
    getNextPageParam: (page) => page.next ?? undefined,
    placeholderData: (before) => before,
  });
  useRefreshOn(["incident"], ["cases"]);
  const rows = found.data?.pages.flatMap((page) => page.cases) ?? [];
  const file = (ending: string) => {
    const asked = new URLSearchParams(params);
    asked.set("language", language);
    return `/api/v1/cases/export.${ending}?${asked.toString()}`;
  };
  return (
    <PageFrame
      title={w.title}
      tools={
        <>
          <span role="status">{found.data && w.total(found.data.pages[0]?.total ?? 0)}</span>
          <Button href={file("csv")} download>{w.csv}</Button>
          <Button href={file("geojson")} download>{w.geojson}</Button>
        </>
      }
    >
      <FilterBar />
      {found.isError ? <Trouble error={found.error} again={found.refetch} /> : (
        <>
          <Table<Row>
            size="small" rowKey="id" columns={columns} dataSource={rows} pagination={false} loading={found.isPending}
            sticky scroll={{ x: 1220 }} aria-label={w.caption} locale={{ emptyText: found.isPending ? " " : <Empty description={w.none} /> }}
            onRow={(row) => ({ className: styles.row, onClick: () => void navigate(`/case/${row.id}`) })}
          />
          {found.hasNextPage && (
            <div className={styles.foot}>
              <Button onClick={() => void found.fetchNextPage()} loading={found.isFetchingNextPage}>{w.more}</Button>
            </div>
          )}
        </>
      )}
    </PageFrame>
  );
}

function useColumns(): TableColumnsType<Row> {
  const w = useWords(cases);
  const c = useWords(common);
  const pick = usePick();
  const ownerOf = useOwner();
  const { short } = useTimes();
  const at = (value: string | null) => (value === null ? <span className={styles.quiet}>–</span> : short(value));
  return [
    { title: w.case, key: "title", width: 270, ellipsis: true, render: (_, row) => <Link to={`/case/${row.id}`} onClick={(event) => event.stopPropagation()}>{pick(row.title, row.title_en)}</Link> },
    { title: w.severity, key: "severity", width: 90, render: (_, row) => <Severity of={row.matter.severity} /> },
    { title: w.status, key: "status", width: 90, render: (_, row) => <Status of={row.status} /> },
    { title: w.stage, key: "stage", width: 96, render: (_, row) => c.stage[row.stage] ?? row.stage },
    { title: w.verdict, key: "verdict", width: 116, ellipsis: true, render: (_, row) => w.verdicts[row.verdict] ?? row.verdict },
    { title: c.grid, key: "grid", width: 150, ellipsis: true, render: (_, row) => row.grid.slice(1).map((cell) => cell.name).join(" ") || w.outside },
    { title: c.unit, key: "unit", width: 120, ellipsis: true, render: (_, row) => pick(row.unit, row.unit_en) || "–" },
    { title: c.owner, key: "owner", width: 110, ellipsis: true, render: (_, row) => ownerOf(row.owner) },
    { title: w.opened, key: "opened", width: 106, render: (_, row) => at(row.opened_at) },
    { title: w.handled, key: "handled", width: 106, render: (_, row) => at(row.handled_at) },
    { title: w.verified, key: "verified", width: 106, render: (_, row) => at(row.verified_at) },
    { title: w.due, key: "due", width: 120, render: (_, row) => (row.late ? <span className={styles.late}>▲ {at(row.due_at)}</span> : at(row.due_at)) },
  ];
}
