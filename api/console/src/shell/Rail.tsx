// The menu: what a person may open, each with its word; icons alone are learnt by nobody on a first shift.
import { useEffect, useRef } from "react";
import { NavLink, useLocation } from "react-router";
import { useWords } from "../words/useWords";
import { usePages } from "./offered";
import { useSettings } from "./settings";
import styles from "./shell.module.css";
import { shell } from "./words";

export function Rail() {
  const w = useWords(shell);
  const { language } = useSettings();
  const rail = useRef<HTMLElement>(null);
  const { pathname } = useLocation();
  useEffect(() => {
    // on a phone it is a bar that is drawn sideways
    rail.current?.querySelector("[aria-current='page']")?.scrollIntoView({ block: "nearest", inline: "center" });
  }, [pathname]);
  return (
    <nav ref={rail} className={`${styles.rail} no-print`} aria-label={w.menu}>
      <div className={styles.mark} aria-hidden="true" />
      <ul>
        {usePages().map(
          (page) =>
            page.menu && (
              <li key={page.path}>
                <NavLink to={page.path} end={page.path === "/"}>
                  <span aria-hidden="true">{page.menu.icon}</span>
                  <span>{page.menu[language]}</span>
                </NavLink>
              </li>
            ),
        )}
      </ul>
    </nav>
  );
}
