// Who is told of incidents, what was sent to them, what came back; and what the platform told us.
import { Tabs } from "antd";
import { PageFrame } from "../../parts/PageFrame";
import { useAddress } from "../../parts/useAddress";
import { useWords } from "../../words/useWords";
import styles from "./deliveries.module.css";
import { Inbound } from "./Inbound";
import { Ledger } from "./Ledger";
import { Receivers } from "./Receivers";
import { deliveries } from "./words";

export default function Deliveries() {
  const w = useWords(deliveries);
  const [asked, set] = useAddress({ keep: true });
  const tab = asked.get("tab") === "inbound" ? "inbound" : "ledger";
  return (
    <PageFrame title={w.title}>
      <h2 className={styles.heading}>{w.receivers}</h2>
      <Receivers show={(receiver, state) => set({ state, receiver, tab: null })} />
      <Tabs
        activeKey={tab}
        onChange={(to) => set({ tab: to === "ledger" ? null : to })}
        destroyOnHidden
        items={[
          { key: "ledger", label: w.ledger, children: <Ledger /> },
          { key: "inbound", label: w.inbound, children: <Inbound /> },
        ]}
      />
    </PageFrame>
  );
}
