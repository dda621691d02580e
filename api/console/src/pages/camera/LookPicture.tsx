// One kept picture of a look, shown when somebody asks for it: each view is recorded, and the policy may ask why.
import { useQuery } from "@tanstack/react-query";
import { Alert, Button, Input, Modal, Spin } from "antd";
import { useEffect, useState } from "react";
import { Link } from "react-router";
import { raw } from "../../api/client";
import { isProblem } from "../../api/problem";
import type { components } from "../../api/schema.gen";
import { useTold } from "../../parts/Trouble";
import { useWords } from "../../words/useWords";
import styles from "./camera.module.css";
import { cameraWords } from "./words";

type Kept = components["schemas"]["KeptOut"];

export function useKindOf(): (kept: Kept) => string {
  const w = useWords(cameraWords);
  return (kept) => `${w.kinds[kept.kind] ?? kept.kind}${kept.role === "" ? "" : ` · ${w.roles[kept.role] ?? kept.role}`}`;
}

export function LookPicture({ kept, title, close }: { kept: Kept | null; title: string; close: () => void }) {
  return (
    <Modal open={kept !== null} title={title} footer={null} width={760} onCancel={close} destroyOnHidden>
      {kept !== null && <Picture key={kept.url} kept={kept} />}
    </Modal>
  );
}

function Picture({ kept }: { kept: Kept }) {
  const w = useWords(cameraWords);
  const why = useTold();
  const kindOf = useKindOf();
  const [reason, setReason] = useState("");
  const [said, setSaid] = useState("");
  const found = useQuery({
    queryKey: ["picture", kept.url, kept.look_id, said],
    queryFn: async ({ signal }) => {
      const headers = said === "" ? undefined : { "X-Reason": encodeURIComponent(said) };
      return (await raw(kept.url, { signal, ...(headers && { headers }) })).blob();
    },
    retry: false,
    gcTime: 0,
    staleTime: Infinity,
  });
  const src = useBlob(found.data);
  if (isProblem(found.error, 428)) {
    return (
      <form className={styles.bar} onSubmit={(event) => { event.preventDefault(); setSaid(reason.trim()); }}>
        <label className={styles.grow}>{w.why}<Input maxLength={500} value={reason} onChange={(event) => setReason(event.target.value)} /></label>
        <Button htmlType="submit" type="primary" disabled={reason.trim() === ""}>{w.whyGo}</Button>
      </form>
    );
  }
  if (found.isError) return <Alert type="info" showIcon title={isProblem(found.error, 404) ? w.goneNow : why(found.error)} />;
  return (
    <div className={styles.look}>
      {src === null ? <Spin /> : <img src={src} alt={kindOf(kept)} />}
      <span>{kindOf(kept)}{kept.incident_id !== null && <> · <Link to={`/case/${encodeURIComponent(kept.incident_id)}`}>{w.toCase} {kept.incident_id}</Link></>}</span>
      {kept.kind !== "latest" && <span className={styles.help}>{w.viewed}</span>}
    </div>
  );
}

/** An address for bytes that are here already; given back when it is shown no more. */
function useBlob(blob: Blob | undefined): string | null {
  const [src, setSrc] = useState<string | null>(null);
  useEffect(() => {
    if (blob === undefined) return undefined;
    const made = URL.createObjectURL(blob);
    // eslint-disable-next-line react-hooks/set-state-in-effect -- the address lives as long as the effect
    setSrc(made);
    return () => URL.revokeObjectURL(made);
  }, [blob]);
  return src;
}
