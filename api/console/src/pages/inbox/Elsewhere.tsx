// New alarms while another page than the inbox is shown: heard, and told to the desktop, all the same.
import { useMemo } from "react";
import { useNavigate } from "react-router";
import { useSteady } from "../../parts/useSteady";
import { Alarms } from "./Alarms";
import { linesOf } from "./queue";
import { PAGE, useInbox } from "./useDesk";

export default function Elsewhere() {
  const go = useNavigate();
  const { data } = useInbox("todo", PAGE, "");
  const lines = useMemo(() => (data === undefined ? undefined : linesOf(data.rows, "", data.cards)), [data]);
  const open = useSteady((id: string) => void go(`/?case=${id}`));
  return <Alarms lines={lines} at={data?.at ?? ""} which="todo" open={open} />;
}
