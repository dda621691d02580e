// What is dark: one line for each outage that lasts, with its cameras one click away.
import { useQuery } from "@tanstack/react-query";
import { Link } from "react-router";
import { ask, client } from "../api/client";
import { useRefreshOn } from "../api/LiveProvider";
import { usePick, useWords } from "../words/useWords";
import styles from "./shell.module.css";
import { shell } from "./words";

export function Outages() {
  const w = useWords(shell);
  const pick = usePick();
  const { data } = useQuery({
    queryKey: ["outages"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/outages", { signal })),
  });
  useRefreshOn(["outage"], ["outages"]);
  const lasting = data?.filter((outage) => outage.state !== "over") ?? [];
  if (lasting.length === 0) return null;
  return (
    <ul className={`${styles.outages} no-print`} aria-label={w.outages}>
      {lasting.map((outage) => (
        <li key={outage.id}>
          <Link to={`/cameras?outage=${encodeURIComponent(outage.id)}`}>{pick(outage.title, outage.title_en)}</Link>
        </li>
      ))}
    </ul>
  );
}
