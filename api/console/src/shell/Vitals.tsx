// The district at a glance: is it looked at on time, what waits for us, what did not get through.
import { useQuery } from "@tanstack/react-query";
import type { ReactNode } from "react";
import { Link } from "react-router";
import { ask, client } from "../api/client";
import { useRefreshOn } from "../api/LiveProvider";
import { useWords } from "../words/useWords";
import { usePages } from "./offered";
import styles from "./shell.module.css";
import { shell } from "./words";

const ENDED = new Set(["closed", "rejected", "expired", "candidate"]);

export function Vitals() {
  const w = useWords(shell);
  const { data } = useQuery({
    queryKey: ["figures"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/figures", { signal })),
    refetchInterval: 30_000,
  });
  useRefreshOn(["incident", "delivery"], ["figures"], 10_000); // counted over all cases: no line of work waits for it
  if (data === undefined) return null;
  const share = data.on_time_share;
  const alive = Object.entries(data.incidents).filter(([status]) => !ENDED.has(status));
  const live = alive.reduce((sum, [, count]) => sum + count, 0);
  const dead = data.deliveries.dead ?? 0;
  return (
    <ul className={styles.vitals}>
      {data.cameras > 0 && share !== null && (
        <Vital value={`${(Math.floor(share * 1000) / 10).toFixed(1)} %`} name={w.onTime} told={w.onTimeTold} path="/figures" query="?figure=on_time" bad={share < data.on_time_target} />
      )}
      <Vital value={data.in_inbox} name={w.waiting} told={w.waitingTold} path="/" />
      <Vital value={live} name={w.open} told={w.openTold} path="/cases" query={`?${new URLSearchParams(alive.map(([status]) => ["status", status])).toString()}`} />
      {dead > 0 && <Vital value={dead} name={w.undelivered} path="/deliveries" query="?state=dead" bad />}
    </ul>
  );
}

/** A figure, and the way to what is behind it for whoever may go there. */
function Vital({ value, name, told, path, query = "", bad = false }: { value: ReactNode; name: string; told?: string; path: string; query?: string; bad?: boolean }) {
  const offered = usePages().some((page) => page.path === path);
  const figure = <><b>{value}</b>{name}</>;
  return <li data-bad={bad} title={told}>{offered ? <Link to={`${path}${query}`}>{figure}</Link> : figure}</li>;
}
