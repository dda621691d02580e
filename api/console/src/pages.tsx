// Every page of the console, in the order of the menu. A page is loaded when it is first opened.
import {
  AlertOutlined,
  AppstoreOutlined,
  AuditOutlined,
  BarChartOutlined,
  BellOutlined,
  EnvironmentOutlined,
  ExperimentOutlined,
  ImportOutlined,
  SendOutlined,
  TeamOutlined,
  UnorderedListOutlined,
  VideoCameraOutlined,
} from "@ant-design/icons";
import { lazy, type ComponentType, type LazyExoticComponent, type ReactNode } from "react";
import { matchPath } from "react-router";

export interface PageEntry {
  readonly path: string; // route, e.g. "/case/:id"
  readonly page: LazyExoticComponent<ComponentType>;
  readonly load: () => Promise<unknown>; // its code
  readonly menu?: { readonly zh: string; readonly en: string; readonly icon: ReactNode; readonly key?: string }; // none: reached by links; `key`: after "g"
  readonly needs?: string; // permission without which it is neither offered nor opened
  readonly whole?: true; // about the whole district: not for an account that sees a part of it
}

const code = (load: () => Promise<{ default: ComponentType }>) => ({ page: lazy(load), load });

export const PAGES: readonly PageEntry[] = [
  {
    path: "/",
    ...code(() => import("./pages/inbox")),
    menu: { zh: "待办", en: "Inbox", icon: <AlertOutlined />, key: "i" },
  },
  {
    path: "/map",
    ...code(() => import("./pages/map")),
    menu: { zh: "一张图", en: "Map", icon: <EnvironmentOutlined />, key: "m" },
    needs: "see",
  },
  { path: "/case/:id", ...code(() => import("./pages/case")), needs: "see" },
  {
    path: "/cases",
    ...code(() => import("./pages/cases")),
    menu: { zh: "案件", en: "Cases", icon: <UnorderedListOutlined />, key: "c" },
    needs: "see",
  },
  {
    path: "/figures",
    ...code(() => import("./pages/figures")),
    menu: { zh: "统计", en: "Figures", icon: <BarChartOutlined />, key: "f" },
    needs: "see",
  },
  {
    path: "/wall",
    ...code(() => import("./pages/wall")),
    menu: { zh: "视频墙", en: "Wall", icon: <AppstoreOutlined />, key: "w" },
    needs: "evidence",
  },
  {
    path: "/cameras",
    ...code(() => import("./pages/cameras")),
    menu: { zh: "摄像机", en: "Cameras", icon: <VideoCameraOutlined />, key: "v" },
    needs: "see",
  },
  { path: "/camera/:id", ...code(() => import("./pages/camera")), needs: "see" },
  {
    path: "/onboarding",
    ...code(() => import("./pages/onboarding")),
    menu: { zh: "接入", en: "Onboard", icon: <ImportOutlined />, key: "o" },
    needs: "cameras",
    whole: true,
  },
  {
    path: "/deliveries",
    ...code(() => import("./pages/deliveries")),
    menu: { zh: "推送", en: "Deliveries", icon: <SendOutlined />, key: "d" },
    needs: "see",
  },
  {
    path: "/silences",
    ...code(() => import("./pages/silences")),
    menu: { zh: "静默", en: "Silences", icon: <BellOutlined />, key: "s" },
    needs: "see",
  },
  {
    path: "/users",
    ...code(() => import("./pages/people")),
    menu: { zh: "用户", en: "Users", icon: <TeamOutlined />, key: "u" },
    needs: "people",
    whole: true,
  },
  {
    path: "/audit",
    ...code(() => import("./pages/audit")),
    menu: { zh: "审计", en: "Audit", icon: <AuditOutlined />, key: "l" },
    needs: "audit",
    whole: true,
  },
  {
    path: "/account",
    ...code(() => import("./pages/account")),
  },
  {
    path: "/engineer",
    ...code(() => import("./pages/engineer")),
    menu: { zh: "工程", en: "Engineer", icon: <ExperimentOutlined />, key: "e" },
    needs: "tune",
    whole: true,
  },
  { path: "/engineer/label", ...code(() => import("./pages/engineer/label")), needs: "tune", whole: true },
];


/** Fetch the code of the page that the address names beside the question who is asking, not after it. */
export function loadAhead(address: string): void {
  const named = PAGES.find(({ path }) => matchPath(path, address) !== null);
  void named?.load().catch(() => undefined); // the page itself says that it could not be loaded
}
