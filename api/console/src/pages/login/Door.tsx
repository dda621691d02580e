// What the pages outside of the frame have in common: the card, and the language.
import { TranslationOutlined } from "@ant-design/icons";
import { Button } from "antd";
import { useEffect, type ReactNode } from "react";
import { useSettings } from "../../shell/settings";
import { useWords } from "../../words/useWords";
import styles from "./login.module.css";
import { login } from "./words";

export function Door({ title, children, wide = false }: { title: string; children: ReactNode; wide?: boolean }) {
  const w = useWords(login);
  const { language, change } = useSettings();
  useEffect(() => {
    document.title = `${title} · Gridwatch`;
  }, [title]);
  return (
    <main className={styles.door}>
      <div className={wide ? styles.wide : styles.form}>
        <Button
          className={styles.language ?? ""}
          type="text"
          icon={<TranslationOutlined />}
          onClick={() => change({ language: language === "zh" ? "en" : "zh" })}
        >
          {w.language}
        </Button>
        <div className={styles.mark} aria-hidden="true" />
        <h1>Gridwatch</h1>
        <p>{title}</p>
        {children}
      </div>
    </main>
  );
}
