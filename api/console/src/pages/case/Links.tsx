// Public links of a case: made, copied once, taken back.
import { Alert, App, Button, Input, Popconfirm, Segmented, Space } from "antd";
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useState } from "react";
import { ask, client } from "../../api/client";
import { useMay } from "../../api/me";
import { useTold } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import { useWords } from "../../words/useWords";
import styles from "./case.module.css";
import { actorOf } from "./who";
import { caseWords } from "./words";

const DAYS = [7, 30, 90] as const;

export function Links({ id, who }: { id: string; who: string }) {
  const w = useWords(caseWords);
  const told = useTold();
  const may = useMay();
  const queries = useQueryClient();
  const { message } = App.useApp();
  const { short } = useTimes();
  const [days, setDays] = useState<number>(30);
  const path = { incident_id: id };
  const key = ["case", id, "links"];
  const found = useQuery({ queryKey: key, queryFn: ({ signal }) => ask(client.GET("/api/v1/incidents/{incident_id}/public-links", { params: { path }, signal })) });
  const settled = () => void queries.invalidateQueries({ queryKey: key });
  const failed = (error: unknown) => void message.error(told(error));
  const make = useMutation({
    mutationFn: () => ask(client.POST("/api/v1/incidents/{incident_id}/public-link", { params: { path }, body: { who, days } })),
    onSettled: settled, onError: failed,
  });
  const revoke = useMutation({
    mutationFn: (link_id: string) => ask(client.POST("/api/v1/incidents/{incident_id}/public-links/{link_id}/revoke", { params: { path: { ...path, link_id } }, body: { who } })),
    onSettled: settled, onError: failed,
  });
  const copy = async (url: string) => {
    try {
      await navigator.clipboard.writeText(url); // there is none where the console is not served by https
      void message.success(w.copied);
    } catch {
      void message.info(w.copyByHand);
    }
  };
  const links = found.data ?? [];
  const address = make.data === undefined ? "" : (make.data.url ?? `${window.location.origin}${make.data.path}`);
  return (
    <div className={styles.links}>
      <p className={styles.quiet}>{w.linkTold}</p>
      {make.data !== undefined && links.some((link) => link.id === make.data.link.id && link.opens) && (
        <Alert
          type="success"
          title={w.linkMade}
          description={
            <Space.Compact block>
              <Input readOnly value={address} aria-label={w.link} onFocus={(event) => event.target.select()} />
              <Button type="primary" onClick={() => void copy(address)}>{w.copyLink}</Button>
            </Space.Compact>
          }
        />
      )}
      {may("share") && (
        <div className={styles.row}>
          <Segmented<number> value={days} onChange={setDays} options={DAYS.map((n) => ({ value: n, label: w.days(n) }))} />
          <Button onClick={() => make.mutate()} loading={make.isPending}>{w.makeLink}</Button>
        </div>
      )}
      {links.length === 0 ? <p className={styles.quiet}>{w.noLinks}</p> : (
        <ul>
          {links.map((link) => (
            <li key={link.id} className={styles.row}>
              <span>{w.madeBy(actorOf(link.made_by).name, short(link.made_at))} · {link.revoked_at !== null ? w.revoked : link.opens ? w.expires(short(link.expires_at)) : w.over}</span>
              {link.opens && may("share") && (
                <Popconfirm title={`${w.revoke}?`} onConfirm={() => revoke.mutate(link.id)}>
                  <Button size="small" danger>{w.revoke}</Button>
                </Popconfirm>
              )}
            </li>
          ))}
        </ul>
      )}
    </div>
  );
}
