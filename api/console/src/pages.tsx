// Every page of the console, in the order of the menu. A page is loaded when it is first opened.
import {
  AlertOutlined,
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
];

