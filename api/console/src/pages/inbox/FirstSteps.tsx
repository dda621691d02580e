// What a district still lacks, for whoever can see to it: shown where there is nothing else to do.
import { useQuery } from "@tanstack/react-query";
import { Alert } from "antd";
import { Link } from "react-router";
import { ask, client } from "../../api/client";
import { useMe } from "../../api/me";
import { useWords } from "../../words/useWords";
import styles from "./inbox.module.css";
import { steps } from "./steps";
import { inbox } from "./words";

export function FirstSteps() {
  const w = useWords(inbox);
  const me = useMe().data;
  const figures = useQuery({ queryKey: ["figures"], queryFn: ({ signal }) => ask(client.GET("/api/v1/figures", { signal })) }).data;
  const receivers = useQuery({ queryKey: ["receivers"], queryFn: ({ signal }) => ask(client.GET("/api/v1/receivers", { signal })) }).data;
  const users = useQuery({ queryKey: ["users"], queryFn: ({ signal }) => ask(client.GET("/api/v1/users", { signal })) }).data;
  const left = steps({ me, figures, receivers, users });
  if (left.length === 0) return null;
  return (
    <Alert
      type="info"
      className={styles.steps ?? ""}
      title={w.steps}
      description={<ul>{left.map((step) => <li key={step.name}><Link to={step.to}>{w.step[step.name](step.count, step.of)}</Link></li>)}</ul>}
    />
  );
}
