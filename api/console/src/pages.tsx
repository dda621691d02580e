// Every page of the console, in the order of the menu. A page is loaded when it is first opened.
import {
  AlertOutlined,
  BarChartOutlined,
  UnorderedListOutlined,
} from "@ant-design/icons";
import { lazy, type ComponentType, type LazyExoticComponent, type ReactNode } from "react";

export interface PageEntry {
  readonly path: string; // route, e.g. "/case/:id"
  readonly page: LazyExoticComponent<ComponentType>;
  readonly menu?: { readonly zh: string; readonly en: string; readonly icon: ReactNode; readonly key?: string }; // none: reached by links; `key`: after "g"
  readonly needs?: string; // permission without which it is neither offered nor opened
}

export const PAGES: readonly PageEntry[] = [
  {
    path: "/",
    page: lazy(() => import("./pages/inbox")),
    menu: { zh: "待办", en: "Inbox", icon: <AlertOutlined />, key: "i" },
  },
  {
    path: "/cases",
    page: lazy(() => import("./pages/cases")),
    menu: { zh: "案件", en: "Cases", icon: <UnorderedListOutlined />, key: "c" },
    needs: "see",
  },
  {
    path: "/figures",
    page: lazy(() => import("./pages/figures")),
    menu: { zh: "统计", en: "Figures", icon: <BarChartOutlined />, key: "f" },
    needs: "see",
  },
];

