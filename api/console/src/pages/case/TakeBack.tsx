// The last merge or split of a case: what it was, until when it can be taken back, and doing so with a reason.
import { Alert, Button, Input, Modal } from "antd";
import { useId, useState } from "react";
import { useMutation, useQueryClient } from "@tanstack/react-query";
import { Link } from "react-router";
import { ask, client } from "../../api/client";
import { useTold } from "../../parts/Trouble";
import { useTimes } from "../../parts/useTimes";
import { common } from "../../words/common";
import { useNow } from "../../parts/useNow";
import { usePick, useWords } from "../../words/useWords";
import type { CaseView } from "../inbox/types";
import styles from "./case.module.css";
import { caseWords } from "./words";

export function TakeBack({ view, joined, me, may }: { view: CaseView; joined: NonNullable<CaseView["joined"]>; me: string; may: boolean }) {
  const w = useWords(caseWords);
  const pick = usePick();
  const { short } = useTimes();
  const now = useNow(10_000);
  const [asking, setAsking] = useState(false);
  const here = view.incident.id;
  const other = joined.incident_id === here ? joined.other_id : joined.incident_id;
  const why = joined.why_not === "" ? "" : pick(joined.why_not, joined.why_not_en);
  const open = why === "" && now < Date.parse(joined.until);
  return (
    <>
      <Alert
        className="no-print"
        type="info"
        showIcon
        title={<>{joined.act === "merge" ? w.wasMerged(short(joined.at)) : w.wasSplit(short(joined.at))} <Link to={`/case/${other}`}>{other}</Link></>}
        description={why !== "" ? why : open ? w.backUntil(short(joined.until)) : w.backOver}
        action={open && may && <Button size="small" onClick={() => setAsking(true)}>{w.takeBack[joined.act]}</Button>}
      />
      {asking && <Asked joined={joined} id={here} me={me} close={() => setAsking(false)} />}
    </>
  );
}

function Asked({ joined, id, me, close }: { joined: NonNullable<CaseView["joined"]>; id: string; me: string; close: () => void }) {
  const w = useWords(caseWords);
  const c = useWords(common);
  const told = useTold();
  const queries = useQueryClient();
  const field = useId();
  const [why, setWhy] = useState("");
  const ready = why.trim() !== "";
  const doing = useMutation({
    mutationFn: () => ask(client.POST("/api/v1/incidents/{incident_id}/undo", { params: { path: { incident_id: id } }, body: { who: me, why: why.trim() } })),
    onSuccess: async () => {
      await queries.invalidateQueries({ queryKey: ["case"] });
      close();
    },
  });
  return (
    <Modal open title={w.takeBack[joined.act]} okText={w.takeBack[joined.act]} cancelText={c.cancel} okButtonProps={{ disabled: !ready, loading: doing.isPending }} onOk={() => doing.mutate()} onCancel={close} destroyOnHidden>
      <form
        className={styles.asked}
        onSubmit={(event) => {
          event.preventDefault();
          if (ready && !doing.isPending) doing.mutate();
        }}
      >
        <p>{joined.act === "merge" ? w.backMergeTold : w.backSplitTold}</p>
        <label htmlFor={field}>{w.backWhy}</label>
        <Input id={field} value={why} maxLength={500} onChange={(event) => setWhy(event.target.value)} required />
        {doing.error !== null && <Alert type="error" showIcon title={told(doing.error)} role="alert" />}
      </form>
    </Modal>
  );
}
