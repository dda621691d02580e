// One camera: its card, a look now, and the search that finds it.
import { $, aged, el } from "./dom.js";
import { ask } from "./server.js";
import { state } from "./state.js";
import { t, word } from "./words.js";

const FOUND = 12;
const stateOf = (one) => one.health?.state ?? "unknown";

// `said` is what the last look brought. `changed` is called when the camera's health was asked anew.
export function showCamera(id, { changed, closed }, said = "") {
  const one = state.cameras.get(id), card = $("camera"), health = one.health ?? {};
  const path = `/api/v1/cameras/${encodeURIComponent(id)}`;
  const told = el("p", { role: "status" }, said);
  const look = el("button", { type: "button", class: "main", on: { click: async () => {
    look.disabled = true;
    told.textContent = t("looking");
    let text;
    try {
      const outcome = await ask(`${path}/look`, { method: "POST" });
      text = { picture: t("looked"), waiting: t("waiting_look") }[outcome.outcome] ?? outcome.detail;
    } catch (error) { text = error.message; }
    await refreshCameras([id]).catch(() => {});
    changed();
    if (card.dataset.id === id && !card.hidden) { showCamera(id, { changed, closed }, text); card.querySelector("button.main").focus(); }
  } } }, t("look"));
  const close = () => { card.hidden = true; closed(); };
  card.dataset.id = id;
  card.setAttribute("aria-label", one.name);
  card.replaceChildren(picture(one, path),
    el("div", {},
      el("h3", {}, el("span", { class: `dot ${stateOf(one)}` }), one.name, " ", el("code", {}, one.id)),
      el("p", {}, el("b", { class: `state ${stateOf(one)}` }, word("state", stateOf(one))), health.state && health.state !== "ok" && health.detail ? ` · ${health.detail}` : null),
      el("p", { class: "soft" }, `${t("lastGood")} `, health.last_good ? aged(health.last_good) : t("never"), one.profile ? ` · ${t("profile")} ${one.profile}` : null, ` · ${one.owner}`),
      el("div", { class: "acts" }, look, told)),
    el("button", { type: "button", class: "plain shut", "aria-label": t("dismiss"), on: { click: close } }, "×"));
  card.hidden = false;
}

function picture(one, path) {
  const none = () => el("p", { class: "empty" }, t("noPicture"));
  if (!one.health?.last_good) return el("div", { class: "shot" }, none());
  const image = el("img", { src: `${path}/latest.jpg?at=${encodeURIComponent(one.health.last_good)}`, alt: one.name });
  image.addEventListener("error", () => image.replaceWith(none())); // only the latest few hundred are at hand
  return el("div", { class: "shot" }, image);
}

export async function loadCameras() {
  const found = new Map();
  let after = null;
  do {
    const page = await ask(`/api/v1/cameras?limit=10000${after ? `&after=${encodeURIComponent(after)}` : ""}`);
    for (const one of page.cameras) found.set(one.id, one);
    after = page.next;
  } while (after);
  state.cameras = found;
}

const MANY = 20; // more changes than that at once: one question for all is cheaper

export async function refreshCameras(ids) {
  if (ids.length > MANY) return loadCameras();
  const found = await Promise.all(ids.map((id) => ask(`/api/v1/cameras/${encodeURIComponent(id)}`).catch(() => null)));
  for (const one of found) if (one) state.cameras.set(one.id, one);
  return undefined;
}

// A combobox: type, move with the arrows, Enter.
export function searchBox(choose) {
  const field = $("search"), list = $("found");
  let active = -1, hits = [];
  const close = () => { list.hidden = true; field.setAttribute("aria-expanded", "false"); field.removeAttribute("aria-activedescendant"); };
  const take = (one) => { field.value = ""; close(); choose(one.id); };
  const point = (to) => {
    active = Math.max(0, Math.min(hits.length - 1, to));
    [...list.children].forEach((node, i) => node.setAttribute("aria-selected", String(i === active)));
    if (hits.length) field.setAttribute("aria-activedescendant", `found-${active}`);
  };
  const find = () => {
    const text = field.value.trim().toLowerCase();
    if (!text) return close();
    hits = [];
    for (const one of state.cameras.values()) {
      if (one.name.toLowerCase().includes(text) || one.id.toLowerCase().includes(text)) hits.push(one);
      if (hits.length === FOUND) break;
    }
    list.replaceChildren(...hits.map((one, i) => el("li", { id: `found-${i}`, role: "option", on: { pointerdown: (event) => { event.preventDefault(); take(one); } } }, el("span", { class: `dot ${stateOf(one)}` }), one.name, " ", el("code", {}, one.id))));
    if (!hits.length) list.append(el("li", { class: "soft", role: "presentation" }, t("nothingFound")));
    list.hidden = false;
    field.setAttribute("aria-expanded", "true");
    return point(0);
  };
  field.addEventListener("input", find);
  field.addEventListener("focus", find);
  field.addEventListener("blur", close);
  field.addEventListener("keydown", (event) => {
    if (event.key === "ArrowDown" || event.key === "ArrowUp") { event.preventDefault(); point(active + (event.key === "ArrowDown" ? 1 : -1)); }
    else if (event.key === "Enter" && !list.hidden && hits[active] && !event.isComposing) { event.preventDefault(); take(hits[active]); }
    else if (event.key === "Escape") { field.value = ""; close(); }
  });
}
