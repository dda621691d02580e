// The console put together: session, loading, live events, keys.
import { loadCameras, refreshCameras, searchBox, showCamera } from "./camera.js";
import { ACTS, allowed, emptyCase, loadCase } from "./case.js";
import { askName, askReason, operatorName, showKeys, toast } from "./dialogs.js";
import { $, clock, el, refreshAges } from "./dom.js";
import { Chart } from "./map.js";
import { drawOutages, loadOutages } from "./outages.js";
import { drawHeld, loadInbox, onLoadChanged } from "./inbox.js";
import { onJoined } from "./joining.js";
import { drawQueue, neighbour, reveal } from "./queue.js";
import { drawReceivers, loadReceivers } from "./receivers.js";
import { Live, ask, enter, leave, onDenied } from "./server.js";
import { ENDED, LIVE, isCase, keep, state } from "./state.js";
import { language, pick, switchLanguage, t, word } from "./words.js";

const THEMES = ["auto", "light", "dark"];
const tell = (error) => toast(error.message, true);
const chart = new Chart($("chart"), { onCamera: openCamera, onIncident: (id) => choose(id), onHover: hover });
const live = new Live({ opened, cut, event: (kind, data) => { changed[kind].add(data.ref); soon(); } });
const changed = { incident: new Set(), camera: new Set(), delivery: new Set(), outage: new Set(), load: new Set() };
let figures = null, soonTimer = null, acting = false;

// session

async function start() {
  if (!state.district) {
    state.district = await ask("/api/v1/district");
    chart.setPolygons(state.district.grid);
  }
  localStorage.setItem("inside", "1");
  show(true);
  line("connecting");
  live.open(); // its opening loads the rest: nothing can fall between loading and listening
}

function show(inside, why = "") {
  $("login").hidden = inside;
  $("desk").hidden = !inside;
  if (inside) return;
  live.close();
  $("login-error").textContent = why;
  $("token").focus();
}

onDenied(() => { localStorage.removeItem("inside"); if (!$("desk").hidden || $("login").hidden) show(false, t("ended_session")); });

// loading

async function opened() {
  try {
    await Promise.all([loadFigures(), loadOutages(), loadReceivers(), loadIncidents(), loadCameras().then(drawCameras)]);
    await loadInbox();
    chart.loaded();
    await loadCase(act);
    line("live");
  } catch (error) { tell(error); }
  drawQueue(choose); // camera names are known now
}

function cut(heard) {
  if ($("desk").hidden) return;
  line("cut", heard);
}

function line(how, heard = null) {
  $("line").className = how;
  $("line").textContent = how === "cut" ? "" : t(how);
  $("cut").hidden = how !== "cut";
  if (how === "cut") $("cut").textContent = t("cut", { at: heard ? clock(heard.toISOString()) : "—" });
}

async function loadIncidents(more = false) {
  const query = new URLSearchParams({ limit: "100" });
  for (const status of { all: LIVE, ended: ENDED, everything: [...LIVE, ...ENDED] }[state.filter]) query.append("status", status);
  if (more && state.next) query.set("after", state.next);
  const page = await ask(`/api/v1/incidents?${query}`);
  if (!more) { const chosen = state.incidents.get(state.chosen); state.incidents.clear(); if (chosen) keep(chosen); }
  page.incidents.forEach(keep);
  state.next = page.next;
  drawIncidents();
}

async function loadFigures() { figures = await ask("/api/v1/figures"); drawFigures(); }

// What came live is collected for a moment: a burst costs one redraw.
function soon() { soonTimer ??= setTimeout(() => { soonTimer = null; catchUp().catch(tell); }, 200); }

async function catchUp() {
  const take = (kind) => { const ids = [...changed[kind]]; changed[kind].clear(); return ids; };
  const [incidents, cameras, deliveries, outages, loads] = ["incident", "camera", "delivery", "outage", "load"].map(take);
  if (incidents.length > 40) await loadIncidents();
  else await Promise.all(incidents.map(async (id) => { if (!state.incidents.has(id)) state.fresh.add(id); keep(await ask(`/api/v1/incidents/${encodeURIComponent(id)}`)); }));
  if (outages.length) { await loadOutages(); await loadCameras(); drawCameras(); }
  else if (cameras.length) { await refreshCameras(cameras); drawCameras(); }
  if (incidents.length || loads.length || outages.length) { await loadInbox(); drawIncidents(); }
  if (deliveries.length) await loadReceivers();
  if (incidents.includes(state.chosen) || deliveries.length || loads.length) await loadCase(act);
  await loadFigures();
}

// drawing

function drawIncidents() {
  drawQueue(choose);
  chart.setIncidents([...state.incidents.values()].filter(isCase), state.chosen);
  chartTold();
}
function drawCameras() { chart.setCameras([...state.cameras.values()]); chartTold(); drawLegend(); }
function chartTold() { $("chart").setAttribute("aria-label", t("chartTold", { cameras: state.cameras.size, incidents: chart.incidents.length })); }

function drawLegend() {
  const counts = {};
  for (const one of state.cameras.values()) { const name = one.health?.state ?? "unknown"; counts[name] = (counts[name] ?? 0) + 1; }
  const states = ["ok", "late", "blind", "offline", "login_stopped", "unknown"].filter((name) => counts[name]);
  $("legend").replaceChildren(
    ...states.map((name) => el("li", {}, el("span", { class: `dot ${name}` }), `${word("state", name)} ${counts[name]}`)),
    el("li", {}, el("span", { class: "diamond" }), t("incidents")), el("li", {}, el("span", { class: "diamond ended" }), t("incidentEnded")));
}

function drawFigures() {
  if (!figures) return;
  const sum = (counts, names) => names.reduce((total, name) => total + (counts[name] ?? 0), 0);
  const unwell = sum(figures.states, ["late", "blind", "offline", "login_stopped"]), lost = sum(figures.deliveries, ["dead", "held"]);
  const rows = [
    [figures.cameras, "cameras"], [figures.looks ? `${(figures.on_time_share * 100).toFixed(1)}%` : "—", "onTime", figures.looks && figures.on_time_share < 0.95],
    unwell ? [unwell, "unwell", true] : null,
    [sum(figures.incidents, LIVE), "open"], [sum(figures.incidents, ["open", "reopened"]), "waiting", sum(figures.incidents, ["open", "reopened"]) > 0],
    [figures.deliveries.pending ?? 0, "deliveries"], lost ? [lost, "failed", true] : null,
  ].filter(Boolean);
  $("figures").replaceChildren(...rows.map(([value, name, bad]) => el("li", { class: bad ? "bad" : null }, el("b", {}, String(value)), el("span", {}, t(name)))));
}

function words() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  for (const node of document.querySelectorAll("button.language")) { node.textContent = t("other"); node.lang = language === "zh" ? "en" : "zh-CN"; }
  $("filter").replaceChildren(...["all", "ended", "everything"].map((value) => el("option", { value }, t(value))));
  $("filter").value = state.filter;
  $("filter").setAttribute("aria-label", t("filter"));
  $("search").placeholder = t("search");
  $("search").setAttribute("aria-label", t("search"));
  for (const id of ["nearer", "farther", "whole"]) { $(id).setAttribute("aria-label", t(id)); $(id).title = t(id); }
  $("operator").textContent = `${t("who")} ${operatorName() ?? t("nobody")}`;
  $("theme").textContent = word("theme", theme());
  $("theme").title = t("themeTold");
  if (state.district) $("district").textContent = pick(state.district.name, state.district.name_en);
}

function redraw() {
  words(); drawFigures(); drawHeld(); drawOutages(); drawReceivers(); drawIncidents(); drawCameras();
  if (!$("line").classList.contains("cut")) line($("line").className || "connecting");
  if (!$("camera").hidden) openCamera($("camera").dataset.id);
  loadCase(act).catch(tell);
}

const theme = () => localStorage.getItem("theme") ?? "auto";
function dress() { document.documentElement.dataset.theme = theme(); chart.recolour(); }

// acts

function choose(id) {
  state.chosen = id;
  drawIncidents();
  const place = chart.incidents.find((one) => one.id === id);
  if (place) chart.show(place.x, place.y);
  pane("case");
  loadCase(act).catch(tell);
}

async function act(what) {
  const incident = state.incidents.get(state.chosen);
  if (!incident || acting || !allowed(incident, what)) return;
  acting = true; // one question at a time
  try {
    const who = operatorName() ?? await askName();
    if (!who) return;
    words();
    const why = what === "reject" || what === "close" ? await askReason(what) : "";
    if (why === null) return;
    keep(await ask(`/api/v1/incidents/${encodeURIComponent(incident.id)}/acts`, { method: "POST", body: JSON.stringify({ what, who, why }) }));
    toast(what === "look_again" ? t("done_look_again") : `${t(what)} · ${pick(incident.title, incident.title_en)}`);
    drawIncidents();
    await loadCase(act);
  } catch (error) { tell(error); } finally { acting = false; }
}

function openCamera(id) {
  if (!state.cameras.has(id)) return;
  chart.camera = id;
  chart.later();
  showCamera(id, { changed: drawCameras, closed: () => { chart.camera = null; chart.later(); } });
}

function hover({ incident, camera }, [x, y]) {
  const tip = $("tip");
  tip.hidden = !incident && !camera;
  if (tip.hidden) return;
  tip.textContent = incident ? `${pick(incident.title, incident.title_en)} · ${word("status", incident.status)}` : `${camera.name} · ${word("state", camera.state)}`;
  const right = x > chart.plane.width / 2;
  Object.assign(tip.style, { left: right ? "auto" : `${x + 14}px`, right: right ? `${chart.plane.width - x + 14}px` : "auto", top: `${y + 12}px` });
}

function pane(name) {
  document.querySelector("main").dataset.pane = name;
  for (const node of $("panes").children) node.setAttribute("aria-pressed", String(node.dataset.pane === name));
}

document.addEventListener("keydown", (event) => {
  const field = ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName);
  if ($("desk").hidden || event.ctrlKey || event.metaKey || event.altKey || field || document.querySelector("dialog[open]")) return;
  const step = { j: 1, ArrowDown: 1, k: -1, ArrowUp: -1 }[event.key];
  if (step) { const to = neighbour(step); if (to) { choose(to); reveal(to); } } else if (ACTS[event.key]) act(ACTS[event.key]);
  else if (event.key === "?") showKeys(ACTS);
  else if (event.key === "/") $("search").focus();
  else if (event.key === "Enter" && event.target.tagName !== "BUTTON") document.querySelector("#case .pic")?.click();
  else return;
  event.preventDefault();
});
$("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const why = await enter($("token").value);
  $("login-error").textContent = why ?? "";
  if (why) return;
  $("token").value = "";
  start().then(words, tell);
});
for (const node of document.querySelectorAll("button.language")) node.addEventListener("click", () => { switchLanguage(); if ($("desk").hidden) words(); else redraw(); });
for (const node of $("panes").children) node.addEventListener("click", () => pane(node.dataset.pane));
$("leave").addEventListener("click", async () => { await leave(); localStorage.removeItem("inside"); show(false); });
$("help").addEventListener("click", () => showKeys(ACTS));
$("operator").addEventListener("click", async () => { await askName(); words(); });
$("theme").addEventListener("click", () => { localStorage.setItem("theme", THEMES[(THEMES.indexOf(theme()) + 1) % 3]); dress(); words(); });
$("filter").addEventListener("change", () => { state.filter = $("filter").value; loadIncidents().catch(tell); });
$("held").addEventListener("click", () => { state.showHeld = !state.showHeld; loadInbox().then(drawIncidents, tell); });
onJoined(async (asked) => { try { const id = await asked(); if (id) choose(id); } catch (error) { tell(error); } });
onLoadChanged(async (asked) => { try { await asked(); await loadInbox(); drawIncidents(); await loadCase(act); } catch (error) { tell(error); } });
$("more").addEventListener("click", () => loadIncidents(true).catch(tell));
$("nearer").addEventListener("click", () => { chart.plane.zoom(0.7); chart.later(); });
$("farther").addEventListener("click", () => { chart.plane.zoom(1 / 0.7); chart.later(); });
$("whole").addEventListener("click", () => chart.fit());
matchMedia("(prefers-color-scheme: dark)").addEventListener("change", () => chart.recolour());
setInterval(refreshAges, 10000);
setInterval(() => { if ($("line").className === "live") { loadFigures().catch(() => {}); loadOutages().catch(() => {}); loadInbox().then(drawIncidents, () => {}); } }, 30000);
searchBox((id) => { const one = chart.cameras.find((camera) => camera.id === id); chart.show(one.x, one.y, true); openCamera(id); pane("map"); $("chart").focus(); });
dress(); words(); emptyCase(); pane("queue");
if (localStorage.getItem("inside")) start().then(words, (error) => show(false, error.message)); else show(false);
