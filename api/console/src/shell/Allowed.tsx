// A page, for whoever may open it; by its address as well as by the menu.
import { Result } from "antd";
import type { ReactNode } from "react";
import type { PageEntry } from "../pages";
import { useWords } from "../words/useWords";
import { useBarred } from "./offered";
import { shell } from "./words";

export function Allowed({ page, children }: { page: PageEntry; children: ReactNode }) {
  const w = useWords(shell);
  const by = useBarred(page);
  if (by === null) return children;
  return by === "role"
    ? <Result status="403" title={w.notAllowed} subTitle={w.notAllowedTold} />
    : <Result status="403" title={w.wholeOnly} subTitle={w.wholeOnlyTold} />;
}
