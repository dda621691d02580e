"use strict";
const $ = (id) => document.getElementById(id);
const state = { incidents: new Map(), cameras: new Map(), chosen: null, next: null, filter: "all", district: null, fresh: new Set() };
const ENDED = ["closed", "rejected", "expired"];
const LIVE = ["open", "acknowledged", "reported", "handling", "verifying", "reopened"];
const KEYS = { a: "acknowledge", c: "confirm", x: "reject", l: "look_again" };
let chart, live, redraw;

const el = (tag, attributes = {}, ...children) => {
  const node = document.createElement(tag);
  for (const [name, value] of Object.entries(attributes)) {
    if (name === "on") for (const [event, act] of Object.entries(value)) node.addEventListener(event, act);
    else if (value !== null && value !== undefined) node.setAttribute(name, value);
  }
  node.append(...children.filter((child) => child !== null && child !== undefined));
  return node;
};
const clock = (iso) => (iso ? new Date(iso).toLocaleTimeString(language === "zh" ? "zh-CN" : "en-GB", { hour12: false }) : "—");

async function ask(path, options = {}) {
  const answer = await fetch(path, { ...options, headers: options.body ? { "Content-Type": "application/json" } : {} });
  if (answer.status === 401) { show(false); throw new Error("401"); }
  if (answer.status === 204) return null;
  const body = await answer.json();
  if (!answer.ok) throw new Error(body.detail || answer.statusText);
  return body;
}

function toast(text) {
  document.getElementById("toast")?.remove();
  const node = el("div", { id: "toast", role: "status" }, text);
  document.body.append(node);
  setTimeout(() => node.remove(), 4000);
}

function words() {
  document.documentElement.lang = language === "zh" ? "zh-CN" : "en";
  for (const node of document.querySelectorAll("[data-t]")) node.textContent = t(node.dataset.t);
  $("language").textContent = t("other");
  $("filter").replaceChildren(...[["all", t("all")], ["ended", t("ended")], ["everything", t("everything")]].map(([value, text]) => el("option", { value }, text)));
  $("filter").value = state.filter;
  $("legend").replaceChildren(...["ok", "blind", "offline", "not_looked_at"].map((name) => el("li", { class: name }, el("i"), WORDS[language].state[name])), el("li", { class: "spot" }, el("i"), t("queue")));
}

function show(inside) {
  $("login").hidden = inside; $("desk").hidden = !inside;
  if (!inside) { live?.close(); $("token").focus(); }
}

async function start() {
  state.district = await ask("/api/v1/district");
  show(true);
  if (!chart) {
    chart = new Chart($("chart"), camera, choose);
    chart.polygons(state.district.grid);
  }
  await Promise.all([loadCameras(), load(), figures()]);
  listen();
}

async function load(more = false) {
  const query = new URLSearchParams({ limit: "100" });
  const statuses = state.filter === "all" ? LIVE : state.filter === "ended" ? ENDED : [];
  for (const status of statuses) query.append("status", status);
  if (more && state.next) query.set("after", state.next);
  const page = await ask(`/api/v1/incidents?${query}`);
  if (!more) state.incidents.clear();
  for (const incident of page.incidents) state.incidents.set(incident.id, incident);
  state.next = page.next;
  draw();
}

async function loadCameras() {
  let after = null;
  do {
    const page = await ask(`/api/v1/cameras?limit=5000${after ? `&after=${encodeURIComponent(after)}` : ""}`);
    for (const one of page.cameras) state.cameras.set(one.id, one);
    after = page.next;
  } while (after);
  chart.cameras([...state.cameras.values()]);
}

async function figures() {
  const now = await ask("/api/v1/figures");
  const open = LIVE.reduce((sum, name) => sum + (now.incidents[name] || 0), 0);
  const rows = [[now.cameras, "cameras"], [`${(now.on_time_share * 100).toFixed(1)}%`, "onTime"], [open, "open"], [now.deliveries.pending || 0, "deliveries"]];
  $("figures").replaceChildren(...rows.map(([value, name]) => el("li", {}, el("b", {}, String(value)), el("span", {}, t(name)))));
  $("district").textContent = pick(state.district.name, state.district.name_en || state.district.name);
}

function wanted(incident) {
  if (incident.status === "candidate") return false;
  if (state.filter === "all") return LIVE.includes(incident.status) || incident.id === state.chosen;
  return state.filter === "everything" || ENDED.includes(incident.status);
}

function draw() {
  const rank = { severe: 0, extreme: 0, moderate: 1, minor: 2 };
  const rows = [...state.incidents.values()].filter(wanted).sort((a, b) => (ENDED.includes(a.status) - ENDED.includes(b.status)) || (rank[a.matter.severity] - rank[b.matter.severity]) || b.created_at.localeCompare(a.created_at));
  $("list").replaceChildren(...rows.map(row));
  $("more").hidden = !state.next;
  if (!rows.length) $("list").append(el("p", { class: "empty" }, t("none")));
  chart.incidents([...state.incidents.values()].filter((one) => one.status !== "candidate"), state.chosen);
  state.fresh.clear();
}

function row(incident) {
  const first = incident.pictures.find((picture) => picture.role === "before");
  return el("li", { "aria-current": incident.id === state.chosen, class: state.fresh.has(incident.id) ? "new" : "", "data-id": incident.id, on: { click: () => choose(incident.id) } },
    first ? el("img", { src: first.raw, alt: "", loading: "lazy" }) : el("div", { class: "nopic" }),
    el("div", {}, el("h3", {}, pick(incident.title, incident.title_en)),
      el("p", {}, el("span", { class: `tag ${incident.status}` }, WORDS[language].status[incident.status]), ` ${clock(incident.created_at)} · ${incident.cameras.length} ${t("views")}`)));
}

async function choose(id) {
  state.chosen = id;
  draw();
  await detail();
}

async function detail() {
  const id = state.chosen;
  if (!id) return;
  const [incident, steps, sent] = await Promise.all([ask(`/api/v1/incidents/${id}`), ask(`/api/v1/incidents/${id}/history`), ask(`/api/v1/incidents/${id}/deliveries`)]);
  if (id !== state.chosen) return;
  state.incidents.set(id, incident);
  const place = incident.place;
  const pictures = ["before", "after"].map((role) => incident.pictures.find((one) => one.role === role)).filter(Boolean);
  if (pictures.length < 2) { const latest = incident.pictures.find((one) => one.role === "latest"); if (latest) pictures.push(latest); }
  const acts = ENDED.includes(incident.status) ? [] : Object.entries(KEYS);
  $("case").replaceChildren(
    el("div", { class: "bar" }, el("span", { class: `tag ${incident.status}` }, WORDS[language].status[incident.status]), el("span", {}, incident.id)),
    el("h2", {}, pick(incident.title, incident.title_en)),
    el("p", { class: "why" }, pick(incident.why, incident.why_en)),
    el("div", { class: "pictures" }, ...pictures.map(figure)),
    el("div", { class: "acts" }, ...acts.map(([key, what]) => el("button", { type: "button", class: what === "acknowledge" ? "main" : "", on: { click: () => act(what) } }, t(what), el("kbd", {}, key)))),
    el("dl", {},
      ...[[t("code"), `${incident.matter.code} ${incident.matter.name} (${incident.matter.table})`],
        [t("grid"), place.grid.map((cell) => cell.name).join(" › ") + (place.grid.length ? ` ${place.grid.at(-1).code}` : "")],
        [t("place"), `${place.lon.toFixed(6)}, ${place.lat.toFixed(6)} ${place.datum}, ${t("radius")} ${place.radius_m} m (${place.origin})`],
        [t("views"), incident.views.map((view) => `${state.cameras.get(view.camera_id)?.name || view.camera_id}${view.count ? ` (${view.count})` : ""}`).join("、")],
        [t("firstSeen"), clock(incident.created_at)], [t("closedAt"), clock(incident.closed_at)], [t("caseNumber"), incident.case_number || "—"]]
        .flatMap(([name, value]) => [el("dt", {}, name), el("dd", {}, value)])),
    el("h3", {}, t("history")),
    el("ol", { class: "steps" }, ...steps.map((step) => el("li", {}, el("time", {}, clock(step.at)), el("span", {}, el("span", { class: `tag ${step.after}` }, WORDS[language].status[step.after]), ` ${pick(step.why, step.why_en)} · ${step.who}`)))),
    el("h3", {}, t("sent")),
    el("table", {}, ...sent.map((one) => el("tr", {}, el("td", {}, one.receiver), el("td", {}, one.type.split(".").slice(-2, -1)[0]), el("td", {}, one.state), el("td", {}, `${one.attempts} ${t("attempts")}`), el("td", {}, clock(one.accepted_at))))),
  );
}

function figure(picture) {
  const box = picture.box && el("div", { class: "box" });
  if (box) {
    const [x0, y0, x1, y1] = picture.box;
    Object.assign(box.style, { left: `${x0 * 100}%`, top: `${y0 * 100}%`, width: `${(x1 - x0) * 100}%`, height: `${(y1 - y0) * 100}%` });
  }
  return el("figure", {}, el("div", { class: "pic" }, el("img", { src: picture.raw, alt: t(picture.role) }), picture.role === "after" ? null : box),
    el("figcaption", {}, `${t(picture.role)} · ${clock(picture.taken_at)} · ${state.cameras.get(picture.camera_id)?.name || picture.camera_id}`));
}

function operator() {
  let who = sessionStorage.getItem("operator");
  if (!who) { who = prompt(t("who")); if (who) sessionStorage.setItem("operator", who); }
  return who;
}

async function act(what) {
  if (!state.chosen) return;
  const who = operator();
  if (!who) return;
  const why = what === "reject" ? prompt(t("why")) : "";
  if (why === null) return;
  try {
    await ask(`/api/v1/incidents/${state.chosen}/acts`, { method: "POST", body: JSON.stringify({ what, who, why }) });
    toast(`${t(what)}: ${t("done")}`);
  } catch (error) { toast(error.message); }
  await detail(); draw();
}

async function camera(id) {
  const one = state.cameras.get(id), health = one.health || { state: "not_looked_at" };
  const picture = el("img", { src: `/api/v1/cameras/${encodeURIComponent(id)}/latest.jpg?${Date.now()}`, alt: one.name });
  picture.addEventListener("error", () => picture.replaceWith(el("p", { class: "empty" }, t("noPicture"))));
  const said = el("p", {});
  const look = el("button", { type: "button" }, t("look"));
  look.addEventListener("click", async () => {
    said.textContent = t("looking");
    try { const outcome = await ask(`/api/v1/cameras/${encodeURIComponent(id)}/look`, { method: "POST" }); said.textContent = outcome.detail || ""; } catch (error) { said.textContent = error.message; }
    await refreshCamera(id); camera(id);
  });
  $("camera").hidden = false;
  $("camera").replaceChildren(picture,
    el("div", {}, el("strong", {}, one.name), el("p", {}, `${one.id} · ${one.owner} · ${one.profile || ""}`), el("p", {}, WORDS[language].state[health.state] || health.state), said),
    el("div", { class: "acts" }, look, el("button", { type: "button", "aria-label": "×", on: { click: () => { $("camera").hidden = true; } } }, "×")));
}

async function refreshCamera(id) {
  state.cameras.set(id, await ask(`/api/v1/cameras/${encodeURIComponent(id)}`));
  chart.cameras([...state.cameras.values()]);
}

function listen() {
  live?.close();
  const since = state.seq ? `?since=${state.seq}` : "";
  live = new EventSource(`/api/v1/events${since}`);
  const line = (on) => { $("line").textContent = t(on ? "live" : "cut"); $("line").className = on ? "" : "cut"; };
  live.onopen = () => line(true);
  live.onerror = () => { line(false); if (live.readyState === EventSource.CLOSED) setTimeout(listen, 3000); };
  live.addEventListener("incident", async (event) => {
    state.seq = event.lastEventId;
    const id = JSON.parse(event.data).ref;
    if (!state.incidents.has(id)) state.fresh.add(id);
    state.incidents.set(id, await ask(`/api/v1/incidents/${id}`));
    soon();
    if (id === state.chosen) detail();
  });
  live.addEventListener("camera", (event) => { state.seq = event.lastEventId; refreshCamera(JSON.parse(event.data).ref).catch(() => {}); });
  live.addEventListener("delivery", (event) => { state.seq = event.lastEventId; soon(); });
}

function soon() { clearTimeout(redraw); redraw = setTimeout(() => { draw(); figures(); }, 150); }

function move(step) {
  const ids = [...$("list").querySelectorAll("li")].map((node) => node.dataset.id);
  const to = ids[Math.max(0, Math.min(ids.length - 1, ids.indexOf(state.chosen) + step))];
  if (to) { choose(to); $("list").querySelector(`[data-id="${to}"]`)?.scrollIntoView({ block: "nearest" }); }
}

document.addEventListener("keydown", (event) => {
  if ($("desk").hidden || event.ctrlKey || event.metaKey || event.altKey || ["INPUT", "SELECT", "TEXTAREA"].includes(event.target.tagName)) return;
  if (event.key === "j" || event.key === "ArrowDown") { event.preventDefault(); move(1); }
  else if (event.key === "k" || event.key === "ArrowUp") { event.preventDefault(); move(-1); }
  else if (KEYS[event.key]) act(KEYS[event.key]);
});
$("login").addEventListener("submit", async (event) => {
  event.preventDefault();
  const answer = await fetch("/api/v1/session", { method: "POST", headers: { "Content-Type": "application/json" }, body: JSON.stringify({ token: $("token").value }) });
  $("login-error").textContent = answer.ok ? "" : t("wrong");
  if (answer.ok) { $("token").value = ""; start(); }
});
$("language").addEventListener("click", () => { language = language === "zh" ? "en" : "zh"; localStorage.setItem("language", language); words(); figures(); draw(); detail(); });
$("leave").addEventListener("click", async () => { await fetch("/api/v1/session", { method: "DELETE" }); show(false); });
$("filter").addEventListener("change", (event) => { state.filter = event.target.value; load(); });
$("more").addEventListener("click", () => load(true));
setInterval(() => { if (!$("desk").hidden) { figures().catch(() => {}); } }, 5000);
words();
start().catch(() => show(false));
