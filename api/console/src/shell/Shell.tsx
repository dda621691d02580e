// The frame around every page: the menu, the head line, the keys, and the state of the live line.
import { BulbOutlined, MutedOutlined, QuestionCircleOutlined, TranslationOutlined } from "@ant-design/icons";
import { Button, Layout, Spin, Tooltip } from "antd";
import { lazy, Suspense, useEffect, useMemo, useState } from "react";
import { Outlet, useLocation, useNavigate } from "react-router";
import { useDistrict, useMay } from "../api/me";
import { useWords, type Language } from "../words/useWords";
import { Account } from "./Account";
import { Connection } from "./Connection";
import { KeyHelp } from "./KeyHelp";
import { KeyDesk, Keys, useKeys } from "./keys";
import { usePages } from "./offered";
import { Outages } from "./Outages";
import { Rail } from "./Rail";
import { useSettings, type Mode } from "./settings";
import styles from "./shell.module.css";
import { Vitals } from "./Vitals";
import { Why } from "./Why";
import { shell } from "./words";

// The inbox tells its alarms itself; its code is not loaded for them first.
const AlarmsElsewhere = lazy(() => import("../pages/inbox/Elsewhere"));

const OTHER: Readonly<Record<Language, string>> = { zh: "English", en: "中文" };
const NEXT: Readonly<Record<Mode, Mode>> = { auto: "light", light: "dark", dark: "auto" };

export function Shell() {
  const desk = useMemo(() => new KeyDesk(), []);
  useEffect(() => {
    const heard = (event: KeyboardEvent) => desk.heard(event);
    window.addEventListener("keydown", heard);
    return () => window.removeEventListener("keydown", heard);
  }, [desk]);
  return (
    <Keys value={desk}>
      <Frame />
    </Keys>
  );
}

function Frame() {
  const w = useWords(shell);
  const { language, mode, sound, change } = useSettings();
  const [help, setHelp] = useState(false);
  const go = useNavigate();
  const may = useMay();
  const elsewhere = useLocation().pathname !== "/" && may("confirm");
  const district = useDistrict().data as Record<string, unknown> | undefined;
  const offered = usePages().filter((page) => page.menu !== undefined);
  useKeys([
    ...offered
      .filter((page) => page.menu?.key !== undefined)
      .map((page) => ({
        key: `g ${page.menu?.key ?? ""}`,
        told: w.goTo(page.menu?.[language] ?? ""),
        act: () => void go(page.path),
      })),
    { key: "?", told: w.help, act: () => setHelp(true) },
  ]);
  return (
    <Layout className={styles.shell}>
      <a className={styles.skip} href="#main">
        {w.skip}
      </a>
      <Rail />
      <Layout>
        <Layout.Header className={`${styles.header} no-print`}>
          <strong className={styles.district}>{nameOf(district, language)}</strong>
          <Vitals />
          <span className={styles.grow} />
          {!sound && <Button type="text" size="small" icon={<MutedOutlined />} aria-label={w.muted} className={styles.muted ?? ""} onClick={() => change({ sound: true })}><span className={styles.word}>{w.muted}</span></Button>}
          <Connection />
          <Tooltip title={w.language}>
            <Button type="text" icon={<TranslationOutlined />} aria-label={`${w.language} ${OTHER[language]}`} onClick={() => change({ language: language === "zh" ? "en" : "zh" })}>
              <span className={styles.word}>{OTHER[language]}</span>
            </Button>
          </Tooltip>
          <Tooltip title={`${w.colours}: ${w.modes[mode]}`}>
            <Button type="text" icon={<BulbOutlined />} aria-label={`${w.colours}: ${w.modes[mode]}`} onClick={() => change({ mode: NEXT[mode] })} />
          </Tooltip>
          <Tooltip title={`${w.help} (?)`}>
            <Button type="text" icon={<QuestionCircleOutlined />} aria-label={w.help} onClick={() => setHelp(true)} />
          </Tooltip>
          <Account />
        </Layout.Header>
        {elsewhere && <Suspense fallback={null}><AlarmsElsewhere /></Suspense>}
        <Outages />
        <Why />
        <div className={styles.content}>
          <Suspense
            fallback={
              <div className={styles.waiting}>
                <Spin aria-label={w.loading} />
              </div>
            }
          >
            <Outlet />
          </Suspense>
        </div>
      </Layout>
      <KeyHelp open={help} close={() => setHelp(false)} />
    </Layout>
  );
}

/** The district's name in a language; until it is there, none. */
function nameOf(district: Record<string, unknown> | undefined, language: "zh" | "en"): string {
  const name = (language === "en" && district?.name_en) || district?.name;
  return typeof name === "string" ? name : "";
}
