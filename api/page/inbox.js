// The inbox: which incident comes first and why, what is held back and why; shelving and silencing.
import { askName, operatorName, question } from "./dialogs.js";
import { $, el, now } from "./dom.js";
import { ask } from "./server.js";
import { keep, state } from "./state.js";
import { pick, t, word } from "./words.js";

const TOLD = 200; // lines whose points are told: more than anybody reads
const FIRST = 60; // that the page must hold, however old they are

export async function loadInbox() {
  const [shown, held] = await Promise.all([ask(`/api/v1/inbox?waiting=false&limit=${TOLD}`), ask("/api/v1/inbox?waiting=false&held=true&limit=2000")]);
  const ids = shown.order;
  state.inbox = {
    rank: new Map(ids.map((id, i) => [id, i])),
    cards: new Map(shown.rows.map((row) => [row.head.id, row.head])),
    held: new Map(held.cards.map((card) => [card.id, card])),
    groups: new Map(shown.rows.filter((row) => row.group).map((row) => [row.head.id, row])),
    folded: new Map(shown.rows.filter((row) => row.group).flatMap((row) => row.ids.slice(1).map((id) => [id, row.group]))),
    counts: shown.held, flood: shown.flood,
  };
  const missing = ids.slice(0, FIRST).filter((id) => !state.incidents.has(id));
  await Promise.all(missing.map(async (id) => keep(await ask(`/api/v1/incidents/${encodeURIComponent(id)}`))));
  if (state.showHeld) await Promise.all([...state.inbox.held.keys()].slice(0, FIRST).filter((id) => !state.incidents.has(id)).map(async (id) => keep(await ask(`/api/v1/incidents/${encodeURIComponent(id)}`))));
  drawHeld();
}

// How many are held back, by what; a click shows them, another hides them again.
export function drawHeld() {
  const counts = Object.entries(state.inbox.counts), sum = counts.reduce((total, [, count]) => total + count, 0), flood = state.inbox.flood;
  $("held").hidden = !sum;
  $("held").setAttribute("aria-pressed", String(state.showHeld));
  $("held").textContent = `${t(state.showHeld ? "heldHide" : "heldShow", { n: sum })}: ${counts.map(([by, count]) => `${word("heldBy", by)} ${count}`).join(pick("、", ", "))}`;
  $("flood").hidden = !flood?.since;
  if (flood?.since) $("flood").textContent = t("flood", { n: flood.alarms, seats: flood.seats });
}

// Why it stands where it stands: its points by question, or what holds it back.
export function standing(incident) {
  const held = state.inbox.held.get(incident.id), card = held ?? state.inbox.cards.get(incident.id);
  if (!card) return null;
  const names = pick(card.names, card.names_en);
  return el("div", { class: held ? "standing held" : "standing" },
    el("p", {}, pick(card.why, card.why_en), held?.by === "shelf" ? el("button", { type: "button", class: "plain", on: { click: () => unshelve(incident) } }, t("unshelve")) : null),
    ...names.map((name) => el("p", { class: "named" }, name)),
    card.parts.length ? el("p", { class: "soft" }, `${t("points", { n: card.points })}: ${card.parts.map((part) => `${word("part", part.name)} ${part.points} (${pick(part.why, part.why_en)})`).join(" + ")}`) : null);
}

export const loadActs = (incident) => el("div", { class: "acts load" },
  el("button", { type: "button", "data-what": "shelve", on: { click: () => shelve(incident) } }, t("shelve")),
  el("button", { type: "button", "data-what": "silence", on: { click: () => silence(incident) } }, t("silence")));

const hoursFrom = (hours) => new Date(now().getTime() + hours * 3600e3).toISOString(); // by the server's clock
const choice = (id, label, options) => [el("label", { for: id }, label), el("select", { id }, ...options.map(([value, text]) => el("option", { value }, text)))];
const named = async () => operatorName() ?? await askName();
const reason = () => el("textarea", { id: "ask-why", maxlength: 500, rows: 3, "aria-describedby": "ask-note" });
const hours = () => choice("ask-hours", t("howLong"), [1, 2, 4, 8, 24, 72].map((n) => [n, t("hours", { n })]));
let changed = () => {};
export const onLoadChanged = (act) => { changed = act; };

async function shelve(incident) {
  const who = await named(), more = hours();
  if (!who) return;
  const why = await question({ title: t("shelve"), note: t("shelveNote"), label: t("reason"), field: reason(), more });
  if (!why) return;
  const body = { who, why, until: hoursFrom(more[1].value) };
  await changed(() => ask(`/api/v1/incidents/${encodeURIComponent(incident.id)}/shelf`, { method: "PUT", body: JSON.stringify(body) }));
}

async function unshelve(incident) {
  const who = await named();
  if (who) await changed(() => ask(`/api/v1/incidents/${encodeURIComponent(incident.id)}/shelf?who=${encodeURIComponent(who)}`, { method: "DELETE" }));
}

// What a silence may be about, from this incident: the narrowest first.
function scopes(incident) {
  const matters = [incident.matter.key], street = incident.place.grid.find((cell) => cell.level === "street");
  const matter = pick(incident.matter.name, incident.matter.name_en), camera = state.cameras.get(incident.cameras[0])?.name ?? incident.cameras[0];
  return [
    [{ matters, cameras: incident.cameras }, `${matter} · ${camera}`],
    street ? [{ matters, grid: street.code }, `${matter} · ${street.name}`] : null,
    [{ matters, owners: [incident.owner] }, `${matter} · ${incident.owner}`],
    [{ matters }, `${matter} · ${t("everywhere")}`],
  ].filter(Boolean);
}

async function silence(incident) {
  const who = await named(), found = scopes(incident), scope = choice("ask-scope", t("whatToSilence"), found.map(([, text], i) => [i, text])), long = hours();
  if (!who) return;
  const why = await question({ title: t("silence"), note: t("silenceNote"), label: t("reason"), field: reason(), more: [...scope, ...long] });
  if (!why) return;
  const body = { matchers: found[scope[1].value][0], who, why, ends_at: hoursFrom(long[1].value) };
  await changed(() => ask("/api/v1/silences", { method: "POST", body: JSON.stringify(body) }));
}
