// What a desk remembers in its own browser: language, light or dark, sound.
import { createContext, use } from "react";
import type { Language } from "../words/useWords";

export type Mode = "auto" | "light" | "dark";

export interface Settings {
  readonly language: Language;
  readonly mode: Mode;
  readonly sound: boolean; // alarms are heard
}

export interface SettingsDesk extends Settings {
  readonly dark: boolean; // what `mode` comes to now
  readonly change: (part: Partial<Settings>) => void;
}

export const FIRST: Settings = { language: "zh", mode: "auto", sound: true };
export const KEY = "gridwatch"; // in the browser's storage

export function load(): Settings {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    const given = typeof kept === "object" && kept !== null ? (kept as Partial<Settings>) : {};
    return {
      language: given.language === "en" ? "en" : "zh",
      mode: given.mode === "light" || given.mode === "dark" ? given.mode : "auto",
      sound: given.sound !== false,
    };
  } catch {
    return FIRST; // storage switched off, or not ours
  }
}

export function save(settings: Settings): void {
  try {
    localStorage.setItem(KEY, JSON.stringify(settings));
  } catch {
    // storage switched off: remembered until the tab is closed
  }
}

export const SettingsContext = createContext<SettingsDesk | null>(null);

export function useSettings(): SettingsDesk {
  const desk = use(SettingsContext);
  if (desk === null) throw new Error("outside of SettingsProvider");
  return desk;
}
