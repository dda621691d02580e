// A page, for whoever may open it; by its address as well as by the menu.
import { Result } from "antd";
import type { ReactNode } from "react";
import { useMay } from "../api/me";
import { useWords } from "../words/useWords";
import { shell } from "./words";

export function Allowed({ needs, children }: { needs: string | undefined; children: ReactNode }) {
  const w = useWords(shell);
  const may = useMay();
  return needs === undefined || may(needs) ? children : <Result status="403" title={w.notAllowed} subTitle={w.notAllowedTold} />;
}
