// Who is told of incidents, what was sent to them, what came back; and what the platform told us.
import { Tabs } from "antd";
import { useSearchParams } from "react-router";
import { PageFrame } from "../../parts/PageFrame";
import { useWords } from "../../words/useWords";
import styles from "./deliveries.module.css";
import { changed } from "./filters";
import { Inbound } from "./Inbound";
import { Ledger } from "./Ledger";
import { Receivers } from "./Receivers";
import { deliveries } from "./words";

export default function Deliveries() {
  const w = useWords(deliveries);
  const [asked, setAsked] = useSearchParams();
  const tab = asked.get("tab") === "inbound" ? "inbound" : "ledger";
  const turn = (to: string) =>
    setAsked((before) => {
      const next = new URLSearchParams(before);
      if (to === "ledger") next.delete("tab");
      else next.set("tab", to);
      return next;
    });
  return (
    <PageFrame title={w.title}>
      <h2 className={styles.heading}>{w.receivers}</h2>
      <Receivers
        show={(receiver, state) =>
          setAsked((before) => {
            const next = changed(before, { receiver, states: [state] });
            next.delete("tab");
            return next;
          })
        }
      />
      <Tabs
        activeKey={tab}
        onChange={turn}
        destroyOnHidden
        items={[
          { key: "ledger", label: w.ledger, children: <Ledger /> },
          { key: "inbound", label: w.inbound, children: <Inbound /> },
        ]}
      />
    </PageFrame>
  );
}
