// The engineer's pages: what recordings, shadows and people say of a model or a profile, and what goes live.
import { Tabs } from "antd";
import { useSearchParams } from "react-router";
import { PageFrame } from "../../parts/PageFrame";
import { useWords } from "../../words/useWords";
import { ClipsTab } from "./ClipsTab";
import { PromoteTab } from "./PromoteTab";
import { RunsTab } from "./RunsTab";
import { ShadowTab } from "./ShadowTab";
import { SweepsTab } from "./SweepsTab";
import { engineer } from "./words";

export default function Engineer() {
  const w = useWords(engineer);
  const [params, setParams] = useSearchParams();
  return (
    <PageFrame title={w.title}>
      <Tabs
        activeKey={params.get("tab") ?? "runs"} onChange={(tab) => setParams({ tab }, { replace: true })} destroyOnHidden
        items={[
          { key: "runs", label: w.runs, children: <RunsTab /> },
          { key: "sweeps", label: w.sweeps, children: <SweepsTab /> },
          { key: "shadow", label: w.shadow, children: <ShadowTab /> },
          { key: "promote", label: w.promote, children: <PromoteTab /> },
          { key: "labels", label: w.labels, children: <ClipsTab /> },
        ]}
      />
    </PageFrame>
  );
}
