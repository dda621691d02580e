// Who has set what over a camera's file, with what was before and after; what was can be used again.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { App, Button, Drawer, Empty, Spin } from "antd";
import { ask, client } from "../../api/client";
import type { components } from "../../api/schema.gen";
import { Trouble, useTold } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import { useWords } from "../../words/useWords";
import styles from "./camera.module.css";
import { originWords } from "./words";

type Change = components["schemas"]["PartChangeOut"];
type Said = Change["before"];

export function Acts({ camera, version, open, close }: { camera: string; version: string; open: boolean; close: () => void }) {
  const w = useWords(originWords);
  const times = useTimes();
  const why = useTold();
  const { message } = App.useApp();
  const queries = useQueryClient();
  const found = useQuery({
    queryKey: ["camera", camera, "acts", version],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras/{camera_id}/overlay/acts", { params: { path: { camera_id: camera } }, signal })),
    enabled: open,
  });
  const restore = useMutation({
    mutationFn: (change: Change) =>
      ask(client.PATCH("/api/v1/cameras/{camera_id}/overlay", {
        params: { path: { camera_id: camera }, header: { "if-match": `"${version}"` } },
        body: change.before ?? { [change.part]: null },
      })),
    onSuccess: () => {
      void message.success(w.restored);
      void queries.invalidateQueries({ queryKey: ["camera", camera] });
    },
    onError: (error) => void message.error(why(error)),
  });
  const told = (part: Change["part"], said: Said): string => {
    if (said === null) return w.fileHas;
    const list: unknown = said[part];
    const many = Array.isArray(list) ? list.length : 0;
    if (part === "zones") return many === 0 ? w.whole : w.zonesN(many);
    if (part === "overrides") return many === 0 ? w.noOverrides : w.rulesN(many);
    return many === 0 ? w.noPoints : w.pointsN(many);
  };
  return (
    <Drawer title={w.acts} open={open} onClose={close} size={520}>
      {found.isPending ? <Spin /> : found.isError ? <Trouble error={found.error} again={found.refetch} /> : found.data.length === 0 ? <Empty description={w.noActs} /> : (
        <ol className={styles.acts}>
          {found.data.map((act) => (
            <li key={act.at}>
              <strong>{act.who}</strong> · {times.short(act.at)}
              {act.changes.map((change) => (
                <div key={change.part} className={styles.bar}>
                  <span>{w.part[change.part] ?? change.part}: {told(change.part, change.before)} → {told(change.part, change.after)}</span>
                  <span className={styles.grow} />
                  <Button size="small" loading={restore.isPending} onClick={() => restore.mutate(change)}>{w.restore}: {told(change.part, change.before)}</Button>
                </div>
              ))}
              <code className={styles.small}>{act.told}</code>
            </li>
          ))}
        </ol>
      )}
      <p className={styles.help}>{w.full}</p>
    </Drawer>
  );
}
