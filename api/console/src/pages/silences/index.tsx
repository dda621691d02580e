// What shall not ask for attention: silences and shelves, and the load that they are there to lessen.
import { Button, Switch } from "antd";
import { useState } from "react";
import { useSearchParams } from "react-router";
import { useMay } from "../../api/me";
import { PageFrame } from "../../parts/PageFrame";
import { useKeys } from "../../shell/keys";
import { useWords } from "../../words/useWords";
import { Change, type Wanted } from "./Change";
import { LoadStrip } from "./LoadStrip";
import { Make } from "./Make";
import { Shelves } from "./Shelves";
import styles from "./silences.module.css";
import { Silences } from "./Silences";
import { silences } from "./words";

export default function SilencesPage() {
  const w = useWords(silences);
  const may = useMay();
  const [asked, setAsked] = useSearchParams();
  const [making, setMaking] = useState(false);
  const [wanted, setWanted] = useState<Wanted | null>(null);
  const all = asked.get("state") === "all";
  const mayMake = may("silence");
  useKeys(mayMake ? [{ key: "n", told: w.make, act: () => setMaking(true) }] : []);
  return (
    <PageFrame
      title={w.title}
      tools={
        mayMake && (
          <Button type="primary" onClick={() => setMaking(true)}>
            {w.make}
          </Button>
        )
      }
    >
      <LoadStrip />
      <section aria-label={w.silencesNow} className={styles.part}>
        <div className={styles.head}>
          <h2>{w.silencesNow}</h2>
          <label>
            <Switch size="small" aria-label={w.showAll} checked={all} onChange={(on) => setAsked(on ? { state: "all" } : {})} /> {w.showAll}
          </label>
        </div>
        <Silences all={all} change={setWanted} />
      </section>
      <section aria-label={w.shelvesNow} className={styles.part}>
        <div className={styles.head}>
          <h2>{w.shelvesNow}</h2>
        </div>
        <Shelves change={setWanted} />
      </section>
      {making && <Make close={() => setMaking(false)} />}
      {wanted !== null && <Change wanted={wanted} close={() => setWanted(null)} />}
    </PageFrame>
  );
}
