// Elements and times.
import { locale, t } from "./words.js";

export const $ = (id) => document.getElementById(id);

// el("button", {type: "button", on: {click: act}}, "text"): null attributes and children are left out.
export function el(tag, attributes = {}, ...children) {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (value === true) node.setAttribute(name, "");
    else if (value !== null && value !== undefined && value !== false) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
}

let ahead = 0; // ms by which the server's clock is ahead of this computer's
export const setServerTime = (iso) => { ahead = new Date(iso) - Date.now(); };
export const now = () => new Date(Date.now() + ahead);

// The clock time; with the date when it was not today.
export function clock(iso) {
  if (!iso) return "—";
  const at = new Date(iso);
  const time = at.toLocaleTimeString(locale(), { hour12: false });
  if (at.toDateString() === now().toDateString()) return time;
  const year = at.getFullYear() === now().getFullYear() ? undefined : "numeric";
  return `${at.toLocaleDateString(locale(), { year, month: "2-digit", day: "2-digit" })} ${time.slice(0, 5)}`;
}

export function span(ms) {
  const s = Math.max(0, Math.round(ms / 1000));
  if (s < 60) return t("seconds", { n: s });
  if (s < 5400) return t("minutes", { n: Math.round(s / 60) });
  if (s < 129600) return t("hours", { n: Math.round(s / 3600) });
  return t("days", { n: Math.round(s / 86400) });
}

export function age(iso) {
  const ms = now() - new Date(iso);
  return ms < 10000 ? t("justNow") : t("ago", { t: span(ms) });
}

// <time>, exact on hover; `refreshAges` keeps those with an age current.
export const when = (iso) => (iso ? el("time", { datetime: iso, title: new Date(iso).toLocaleString(locale(), { hour12: false }) }, clock(iso)) : "—");
export const aged = (iso) => el("time", { datetime: iso, "data-age": true, title: new Date(iso).toLocaleString(locale(), { hour12: false }) }, age(iso));
export function refreshAges() {
  for (const node of document.querySelectorAll("time[data-age]")) node.textContent = age(node.getAttribute("datetime"));
}
