// Every camera of the district: filters in the address, rows as they are scrolled to.
import { useInfiniteQuery, useQuery } from "@tanstack/react-query";
import { useVirtualizer } from "@tanstack/react-virtual";
import { Button, Checkbox, Empty, Input, Select, Spin, type InputRef } from "antd";
import { useDeferredValue, useEffect, useMemo, useRef, useState } from "react";
import { Link, useNavigate } from "react-router";
import { ask, client } from "../../api/client";
import { useRefreshOn } from "../../api/LiveProvider";
import { Ago } from "../../parts/Ago";
import { PageFrame } from "../../parts/PageFrame";
import { CameraState } from "../../parts/Tags";
import { Trouble } from "../../parts/Trouble";
import { useAddress, without } from "../../parts/useAddress";
import { useKeys } from "../../shell/keys";
import { useOffered } from "../../shell/offered";
import { common } from "../../words/common";
import { useFailureName } from "../../words/failures";
import { useOwner } from "../../words/useOwner";
import { useWords } from "../../words/useWords";
import styles from "./cameras.module.css";
import { list } from "./words";

const PAGE = 200; // rows asked for at once
const ROW_PX = 40;
const MOST_ON_A_WALL = 25;
const FILTERS = ["q", "owner", "state", "profile", "grid", "outage"] as const;
type Filter = (typeof FILTERS)[number];

const text = (value: unknown): string => (typeof value === "string" ? value : "");

export default function Cameras() {
  const w = useWords(list);
  const c = useWords(common);
  const imports = useOffered("/onboarding");
  const ownerOf = useOwner();
  const failureName = useFailureName();
  const go = useNavigate();
  const [search, set] = useAddress();
  const [chosen, setChosen] = useState<ReadonlySet<string>>(new Set());
  const typing = useRef<InputRef>(null);
  const scroller = useRef<HTMLDivElement>(null);
  const filter = useMemo(() => {
    const found: Partial<Record<Filter, string>> = {};
    for (const name of FILTERS) {
      const value = search.get(name);
      if (value) found[name] = value;
    }
    return found;
  }, [search]);
  const asked = useDeferredValue(filter);
  const facets = useQuery({
    queryKey: ["cameras", "facets"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras/facets", { signal })),
    refetchInterval: 30_000,
  });
  const found = useInfiniteQuery({
    queryKey: ["cameras", "list", asked],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      ask(client.GET("/api/v1/cameras", { params: { query: { ...asked, limit: PAGE, ...(pageParam ? { after: pageParam } : {}) } }, signal })),
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before,
  });
  useRefreshOn(["camera", "outage"], ["cameras"], 5000);
  const rows = useMemo(() => found.data?.pages.flatMap((page) => page.cameras) ?? [], [found.data]);
  const total = found.data?.pages[0]?.total ?? 0;
  const all = Object.values(facets.data?.states ?? {}).reduce((sum, n) => sum + n, 0);

  // eslint-disable-next-line react-hooks/incompatible-library -- rows are drawn by the scroll position, which it reads itself
  const virtual = useVirtualizer({ count: total, getScrollElement: () => scroller.current, estimateSize: () => ROW_PX, overscan: 12 });
  const shown = virtual.getVirtualItems();
  const last = shown.at(-1)?.index ?? 0;
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = found;
  useEffect(() => {
    if (last >= rows.length - 20 && hasNextPage && !isFetchingNextPage) void fetchNextPage();
  }, [last, rows.length, hasNextPage, isFetchingNextPage, fetchNextPage]);

  const put = (name: Filter, value: string) => set({ [name]: value });
  const options = (of: Readonly<Record<string, number>> | undefined, told: (value: string) => string = (value) => value) =>
    Object.entries(of ?? {}).sort(([, a], [, b]) => b - a).map(([value, n]) => ({ value, label: `${told(value)} (${n})` }));
  const toWall = () => void go(`/wall?cams=${[...chosen].map(encodeURIComponent).join(",")}`);
  useKeys([
    { key: "/", told: w.keySearch, act: () => typing.current?.focus() },
    ...(chosen.size > 0 ? [{ key: "w", told: w.keyWall, act: toWall }] : []),
  ]);

  return (
    <PageFrame
      title={w.title}
      flush
      tools={
        <>
          <span className={styles.count} aria-live="polite">{w.found(total, Math.max(all, total))}</span>
          {chosen.size > 0 && <Button type="primary" onClick={toWall}>{w.wall(chosen.size)}</Button>}
          {imports && <Link to="/onboarding">{w.import}</Link>}
        </>
      }
    >
      <div className={styles.page}>
        <search className={styles.filters}>
          <Input.Search ref={typing} allowClear placeholder={w.search} aria-label={w.search} value={filter.q ?? ""} onChange={(event) => put("q", event.target.value)} className={styles.q} />
          <Choice label={w.owner} value={filter.owner} options={options(facets.data?.owners, ownerOf)} put={(value) => put("owner", value)} />
          <Choice label={w.state} value={filter.state} options={options(facets.data?.states, (state) => c.cameraState[state] ?? state)} put={(value) => put("state", value)} />
          <Choice label={w.profile} value={filter.profile} options={options(facets.data?.profiles, (name) => name || w.unchosen)} put={(value) => put("profile", value)} />
          <Input allowClear placeholder={w.grid} aria-label={w.grid} value={filter.grid ?? ""} onChange={(event) => put("grid", event.target.value.replaceAll(/\D/g, ""))} className={styles.grid} />
          {filter.outage !== undefined && <Button onClick={() => put("outage", "")}>{w.outage} ×</Button>}
          {Object.keys(filter).length > 0 && <Button onClick={() => set(without(FILTERS))}>{w.clear}</Button>}
        </search>
        {found.isError ? (
          <Trouble error={found.error} again={found.refetch} />
        ) : found.isPending ? (
          <Spin className={styles.waiting ?? ""} />
        ) : total === 0 ? (
          <Empty description={w.none} />
        ) : (
          <div className={styles.table} role="table" aria-label={w.table} aria-rowcount={total + 1}>
            <div role="row" className={styles.head} aria-rowindex={1}>
              {["", w.state, w.name, w.id, w.owner, w.profile, w.lastGood, w.trouble].map((told, i) => (
                <span role="columnheader" key={i}>{told}</span>
              ))}
            </div>
            {/* eslint-disable-next-line jsx-a11y/no-noninteractive-tabindex -- what scrolls is reached by the keyboard */}
            <div ref={scroller} className={styles.scroll} tabIndex={0} role="rowgroup">
              <div style={{ height: virtual.getTotalSize(), position: "relative" }}>
                {shown.map((item) => {
                  const camera = rows[item.index];
                  return (
                    <div role="row" key={item.key} aria-rowindex={item.index + 2} className={styles.row} style={{ transform: `translateY(${item.start}px)` }}>
                      {camera === undefined ? (
                        <span role="cell">…</span>
                      ) : (
                        <>
                          <span role="cell">
                            <Checkbox
                              aria-label={w.choose(camera.name)}
                              checked={chosen.has(camera.id)}
                              disabled={!chosen.has(camera.id) && chosen.size >= MOST_ON_A_WALL}
                              onChange={(event) => setChosen((before) => {
                                const after = new Set(before);
                                if (event.target.checked) after.add(camera.id);
                                else after.delete(camera.id);
                                return after;
                              })}
                            />
                          </span>
                          <span role="cell">{camera.enabled ? <CameraState of={text(camera.health?.state) || "unknown"} /> : w.disabled}</span>
                          <span role="cell" className={styles.name}><Link to={`/camera/${encodeURIComponent(camera.id)}`}>{camera.name}</Link></span>
                          <span role="cell" className={styles.id} title={camera.id}>{camera.id}</span>
                          <span role="cell" title={camera.owner}>{ownerOf(camera.owner)}</span>
                          <span role="cell">{camera.profile ?? w.unchosen}</span>
                          <span role="cell">{text(camera.health?.last_good) ? <Ago at={text(camera.health?.last_good)} /> : "—"}</span>
                          <span role="cell" className={styles.why} title={text(camera.health?.detail)}>{text(camera.health?.state) === "ok" ? "" : [failureName(text(camera.health?.kind)), text(camera.health?.detail)].filter(Boolean).join(" · ")}</span>
                        </>
                      )}
                    </div>
                  );
                })}
              </div>
            </div>
          </div>
        )}
      </div>
    </PageFrame>
  );
}

function Choice({ label, value, options, put }: {
  label: string;
  value: string | undefined;
  options: { value: string; label: string }[];
  put: (value: string) => void;
}) {
  return (
    <Select
      allowClear
      showSearch
      placeholder={label}
      aria-label={label}
      value={value ?? null}
      options={options}
      onChange={(chosen: string | null) => put(chosen ?? "")}
      className={styles.choice ?? ""}
      popupMatchSelectWidth={false}
    />
  );
}
