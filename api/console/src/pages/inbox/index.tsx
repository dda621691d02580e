// The queue of what wants an operator.
import { useQuery } from "@tanstack/react-query";
import { Empty, Spin } from "antd";
import { ask, client } from "../../api/client";
import { useRefreshOn } from "../../api/LiveProvider";
import { PageFrame } from "../../parts/PageFrame";
import { Trouble } from "../../parts/Trouble";
import { useWords } from "../../words/useWords";
import { inbox } from "./words";

export default function Inbox() {
  const w = useWords(inbox);
  const found = useQuery({
    queryKey: ["inbox"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/inbox", { signal })),
  });
  useRefreshOn(["incident", "load"], ["inbox"]);
  return (
    <PageFrame title={w.title}>
      {found.isPending ? <Spin /> : found.isError ? <Trouble error={found.error} again={found.refetch} /> : <Empty description={w.calm} />}
    </PageFrame>
  );
}
