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
    path: "/map",
    page: lazy(() => import("./pages/map")),
    menu: { zh: "一张图", en: "Map", icon: <EnvironmentOutlined />, key: "m" },
    needs: "see",
  },
  { path: "/case/:id", page: lazy(() => import("./pages/case")), needs: "see" },
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
  {
    path: "/wall",
    page: lazy(() => import("./pages/wall")),
    menu: { zh: "视频墙", en: "Wall", icon: <AppstoreOutlined />, key: "w" },
    needs: "evidence",
  },
  {
    path: "/cameras",
    page: lazy(() => import("./pages/cameras")),
    menu: { zh: "摄像机", en: "Cameras", icon: <VideoCameraOutlined />, key: "v" },
    needs: "see",
  },
  { path: "/camera/:id", page: lazy(() => import("./pages/camera")), needs: "see" },
  {
    path: "/onboarding",
    page: lazy(() => import("./pages/onboarding")),
    menu: { zh: "接入", en: "Onboard", icon: <ImportOutlined />, key: "o" },
    needs: "cameras",
  },
  {
    path: "/deliveries",
    page: lazy(() => import("./pages/deliveries")),
    menu: { zh: "推送", en: "Deliveries", icon: <SendOutlined />, key: "d" },
    needs: "see",
  },
  {
    path: "/silences",
    page: lazy(() => import("./pages/silences")),
    menu: { zh: "静默", en: "Silences", icon: <BellOutlined />, key: "s" },
    needs: "see",
  },
  {
    path: "/users",
    page: lazy(() => import("./pages/people")),
    menu: { zh: "用户", en: "Users", icon: <TeamOutlined />, key: "u" },
    needs: "people",
  },
  {
    path: "/audit",
    page: lazy(() => import("./pages/audit")),
    menu: { zh: "审计", en: "Audit", icon: <AuditOutlined />, key: "l" },
    needs: "audit",
  },
  {
    path: "/account",
    page: lazy(() => import("./pages/account")),
  },
  {
    path: "/engineer",
    page: lazy(() => import("./pages/engineer")),
    menu: { zh: "工程", en: "Engineer", icon: <ExperimentOutlined />, key: "e" },
    needs: "tune",
  },
  { path: "/engineer/label", page: lazy(() => import("./pages/engineer/label")), needs: "tune" },
];

