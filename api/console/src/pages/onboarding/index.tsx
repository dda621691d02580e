// Cameras into the configuration, and what is wrong with them.
import { Tabs } from "antd";
import { useSearchParams } from "react-router";
import { PageFrame } from "../../parts/PageFrame";
import { useWords } from "../../words/useWords";
import { Import } from "./Import";
import { Probe } from "./Probe";
import { onboarding } from "./words";

export default function Onboarding() {
  const w = useWords(onboarding);
  const [search, setSearch] = useSearchParams();
  const tab = search.get("tab") === "probe" ? "probe" : "import";
  return (
    <PageFrame title={w.title}>
      <Tabs
        activeKey={tab}
        onChange={(one) => setSearch(one === "import" ? {} : { tab: one }, { replace: true })}
        items={[
          { key: "import", label: w.importTab, children: <Import /> },
          { key: "probe", label: w.probeTab, children: <Probe /> },
        ]}
      />
    </PageFrame>
  );
}
