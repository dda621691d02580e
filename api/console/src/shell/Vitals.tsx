// The district at a glance: is it looked at on time, what waits for us, what did not get through.
import { useQuery } from "@tanstack/react-query";
import { ask, client } from "../api/client";
import { useRefreshOn } from "../api/LiveProvider";
import { useWords } from "../words/useWords";
import styles from "./shell.module.css";
import { shell } from "./words";

const ENDED = new Set(["closed", "rejected", "expired", "candidate"]);
const WELL = 0.995; // share looked at on time that a district is asked for

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
  const live = Object.entries(data.incidents).reduce((sum, [status, count]) => sum + (ENDED.has(status) ? 0 : count), 0);
  const dead = data.deliveries.dead ?? 0;
  return (
    <ul className={styles.vitals}>
      {data.cameras > 0 && share !== null && (
        <li data-bad={share < WELL}>
          <b>{(Math.floor(share * 1000) / 10).toFixed(1)} %</b>
          {w.onTime}
        </li>
      )}
      <li>
        <b>{data.incidents.open ?? 0}</b>
        {w.waiting}
      </li>
      <li>
        <b>{live}</b>
        {w.open}
      </li>
      {dead > 0 && (
        <li data-bad="true">
          <b>{dead}</b>
          {w.undelivered}
        </li>
      )}
    </ul>
  );
}
