// The console's colours: calm ground, colour only for what matters. Contrast is AA on both grounds.
import type { ThemeConfig } from "antd";

// Ant Design lightens a dark colour to a muddy grey; these are the tints that its own blue and red would have.
const TINTS = {
  colorPrimaryBg: "#e8f2f9",
  colorPrimaryBgHover: "#d6e8f4",
  colorPrimaryBorder: "#a6cce4",
  colorPrimaryBorderHover: "#7db4d6",
  colorInfoBg: "#e8f2f9",
  colorInfoBgHover: "#d6e8f4",
  colorInfoBorder: "#a6cce4",
  colorInfoBorderHover: "#7db4d6",
  colorErrorBg: "#fdf0ee",
  colorErrorBgHover: "#fbe3e0",
  colorErrorBorder: "#f1b8b2",
} as const;

export function tokens(dark: boolean): NonNullable<ThemeConfig["token"]> {
  return {
    colorPrimary: dark ? "#54b2ea" : "#14608f",
    colorInfo: dark ? "#54b2ea" : "#14608f",
    colorBgLayout: dark ? "#0d1419" : "#eef1f4",
    colorBgContainer: dark ? "#141d24" : "#ffffff",
    colorBgElevated: dark ? "#1a2730" : "#ffffff", // drawers, dialogs, menus: of the same blue
    colorTextSecondary: dark ? "#a9b6c0" : "#4a5966",
    colorTextTertiary: dark ? "#93a1ac" : "#5b6975",
    colorTextDescription: dark ? "#a9b6c0" : "#4a5966",
    colorTextPlaceholder: dark ? "#8b99a4" : "#626f7a",
    colorError: dark ? "#ff9a93" : "#b42318",
    ...(dark ? {} : TINTS),
    borderRadius: 6,
    fontFamily:
      '-apple-system, "PingFang SC", "Microsoft YaHei UI", "Microsoft YaHei", "Noto Sans CJK SC", "Segoe UI", Roboto, sans-serif',
    fontSize: 14,
    controlOutlineWidth: 3,
    motionDurationMid: "0.12s",
    motionDurationSlow: "0.16s",
  };
}

export function components(dark: boolean): NonNullable<ThemeConfig["components"]> {
  const bar = dark ? "#0a1014" : "#10324a";
  return {
    Button: { primaryColor: dark ? "#0a1014" : "#ffffff" }, // white on the light blue of the dark is 3.4 to 1
    Switch: dark ? { colorPrimary: "#1f6f9f", colorPrimaryHover: "#2680b5" } : {}, // its words are white
    Layout: { headerBg: bar, siderBg: bar, headerHeight: 52, headerPadding: "0 16px" },
  };
}

/** What is shown of severity, camera state and stage: the same colour wherever it appears; never colour alone. */
export const SEVERITY: Readonly<Record<string, string>> = {
  extreme: "var(--gw-extreme)",
  severe: "var(--gw-severe)",
  moderate: "var(--gw-moderate)",
  minor: "var(--gw-minor)",
  unknown: "var(--gw-minor)",
};

export const CAMERA_STATE: Readonly<Record<string, { color: string; mark: string }>> = {
  ok: { color: "var(--gw-ok)", mark: "●" },
  late: { color: "var(--gw-late)", mark: "◐" },
  blind: { color: "var(--gw-blind)", mark: "◼" },
  offline: { color: "var(--gw-offline)", mark: "✕" },
  login_stopped: { color: "var(--gw-offline)", mark: "⊘" },
  unknown: { color: "var(--gw-off)", mark: "○" },
};
