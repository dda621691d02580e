// Talking to the service: questions, the session, and the live line.
import { refreshAges, setServerTime } from "./dom.js";
import { t } from "./words.js";

let denied = () => {};
export const onDenied = (act) => { denied = act; };

export async function ask(path, options = {}) {
  let answer;
  try {
    answer = await fetch(path, { ...options, headers: options.body ? { "Content-Type": "application/json" } : {} });
  } catch {
    throw new Error(t("unreachable"));
  }
  if (answer.status === 401) { denied(); throw new Error(t("ended_session")); }
  if (answer.status === 204) return null;
  const body = await answer.json().catch(() => ({}));
  if (!answer.ok) throw new Error(body.detail || answer.statusText);
  return body;
}

// null when the session is open, else what to tell.
export async function enter(token) {
  const body = JSON.stringify({ token });
  const answer = await fetch("/api/v1/session", { method: "POST", headers: { "Content-Type": "application/json" }, body }).catch(() => null);
  if (answer === null || answer.status >= 500) return t("unreachable");
  return answer.ok ? null : t("wrong");
}
export const leave = () => fetch("/api/v1/session", { method: "DELETE" }).catch(() => null);

const SILENCE_MS = 25000; // the server says something every 10 s

// One EventSource that is reopened from the last event seen. After every opening the caller reloads, so that
// what the server has forgotten meanwhile is not missed either.
export class Live {
  constructor({ opened, cut, event }) {
    this.opened = opened; this.cut = cut; this.event = event;
    this.seq = null; this.heard = null;
  }
  open() {
    this.close();
    const source = new EventSource(`/api/v1/events${this.seq === null ? "" : `?since=${this.seq}`}`);
    this.source = source;
    source.onopen = () => { this.hear(); this.opened(); };
    source.onerror = () => { this.cut(this.heard); if (source.readyState === EventSource.CLOSED) this.again(); };
    source.addEventListener("beat", (event) => { this.hear(event); setServerTime(JSON.parse(event.data).at); refreshAges(); });
    for (const kind of ["incident", "camera", "delivery", "outage", "load"]) {
      source.addEventListener(kind, (event) => { this.hear(event); this.event(kind, JSON.parse(event.data)); });
    }
  }
  hear(event) {
    if (event?.lastEventId) this.seq = event.lastEventId;
    this.heard = new Date();
    clearTimeout(this.silence);
    this.silence = setTimeout(() => { this.cut(this.heard); this.open(); }, SILENCE_MS);
  }
  // Refused, not cut off: ask why (an ended session leads to the login), then try again.
  again() {
    clearTimeout(this.retry);
    this.retry = setTimeout(() => ask("/api/v1/figures").then(() => this.open(), () => { if (this.source) this.again(); }), 3000);
  }
  close() {
    clearTimeout(this.silence); clearTimeout(this.retry);
    this.source?.close();
    this.source = null;
  }
}
