// Language, colours and Ant Design's own words and tokens, for everything inside.
import { App, ConfigProvider, Empty, theme } from "antd";
import enUS from "antd/locale/en_US";
import zhCN from "antd/locale/zh_CN";
import dayjs from "dayjs";
import "dayjs/locale/zh-cn";
import { useEffect, useMemo, useState, type ReactNode } from "react";
import { components, tokens } from "../theme/tokens";
import { KEY, load, save, SettingsContext, type Settings } from "./settings";

function useMedia(asked: string): boolean {
  const [holds, setHolds] = useState(() => matchMedia(asked).matches);
  useEffect(() => {
    const query = matchMedia(asked);
    const heard = () => setHolds(query.matches);
    query.addEventListener("change", heard);
    return () => query.removeEventListener("change", heard);
  }, [asked]);
  return holds;
}

/** Where menus and lists open: in what fills the screen, for nothing else is seen then. */
const inFront = (): HTMLElement => (document.fullscreenElement instanceof HTMLElement ? document.fullscreenElement : document.body);

export function SettingsProvider({ children }: { children: ReactNode }) {
  const [settings, setSettings] = useState<Settings>(load);
  useEffect(() => {
    const elsewhere = (event: StorageEvent) => {
      if (event.key === null || event.key === KEY) setSettings(load()); // another tab of this desk has changed them
    };
    window.addEventListener("storage", elsewhere);
    return () => window.removeEventListener("storage", elsewhere);
  }, []);
  const systemDark = useMedia("(prefers-color-scheme: dark)");
  // By token, not by a rule over all transitions: popups measure where they are right after they are moved.
  const still = useMedia("(prefers-reduced-motion: reduce)");
  const dark = settings.mode === "auto" ? systemDark : settings.mode === "dark";
  const desk = useMemo(
    () => ({
      ...settings,
      dark,
      change: (part: Partial<Settings>) =>
        setSettings((before) => {
          const after = { ...before, ...part };
          save(after);
          return after;
        }),
    }),
    [settings, dark],
  );
  const zh = settings.language === "zh";
  dayjs.locale(zh ? "zh-cn" : "en");
  useEffect(() => {
    document.documentElement.lang = zh ? "zh-CN" : "en";
    document.documentElement.dataset.theme = dark ? "dark" : "light";
    document.documentElement.style.colorScheme = dark ? "dark" : "light";
  }, [zh, dark]);
  return (
    <SettingsContext value={desk}>
      <ConfigProvider
        locale={zh ? zhCN : enUS}
        button={{ autoInsertSpace: false }}
        getPopupContainer={inFront}
        empty={{ image: Empty.PRESENTED_IMAGE_SIMPLE }}
        theme={{
          algorithm: dark ? theme.darkAlgorithm : theme.defaultAlgorithm,
          token: { ...tokens(dark), motion: !still },
          components: components(dark),
        }}
      >
        <App className="app">{children}</App>
      </ConfigProvider>
    </SettingsContext>
  );
}
