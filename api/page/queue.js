// The list of incidents: rows are kept and only changed ones are made anew, so that nothing flickers.
import { $, aged, el } from "./dom.js";
import { crop, reduced } from "./pictures.js";
import { queue, state, untaken } from "./state.js";
import { language, pick, t, word } from "./words.js";

const rows = new Map(); // id -> {key, node}

export function drawQueue(choose) {
  const list = $("list"), found = queue(), top = list.scrollTop;
  const nodes = found.map((incident) => row(incident, choose));
  const kept = new Set(found.map((one) => one.id));
  for (const id of rows.keys()) if (!kept.has(id)) rows.delete(id);
  if (nodes.length) list.replaceChildren(...nodes);
  else list.replaceChildren(el("li", { class: "empty", role: "presentation" }, t(state.filter === "all" ? "calm" : "none")));
  list.scrollTop = top;
  if (kept.has(state.chosen)) list.setAttribute("aria-activedescendant", `row-${state.chosen}`); else list.removeAttribute("aria-activedescendant");
  $("count").textContent = found.length ? String(found.length) + (state.next ? "+" : "") : "";
  $("more").hidden = !state.next;
  const todo = [...state.incidents.values()].filter(untaken).length;
  document.title = `${todo ? `(${todo}) ` : ""}Gridwatch`;
  state.fresh.clear();
}

function row(incident, choose) {
  const held = state.inbox.held.get(incident.id), group = state.inbox.groups.get(incident.id), card = held ?? state.inbox.cards.get(incident.id);
  const named = card ? pick(card.names, card.names_en).join(" ") : "", chosen = incident.id === state.chosen, key = `${incident.version} ${language} ${chosen} ${state.cameras.size} ${held?.by} ${group?.count} ${named}`;
  const known = rows.get(incident.id);
  if (known?.key === key) { if (!state.fresh.has(incident.id)) known.node.classList.remove("new"); return known.node; }
  const grid = incident.place.grid.at(-1)?.name;
  const title = pick(incident.title, incident.title_en), name = state.cameras.get(incident.cameras[0])?.name ?? incident.cameras[0];
  const where = [title.includes(name) ? null : name, grid && title.includes(grid) ? null : grid, incident.cameras.length > 1 ? t("view", { n: incident.cameras.length }) : null];
  const node = el("li", { id: `row-${incident.id}`, "data-id": incident.id, role: "option", "aria-selected": String(chosen), class: `${incident.matter.severity} ${untaken(incident) ? "untaken" : ""} ${state.fresh.has(incident.id) ? "new" : ""}`, on: { click: () => choose(incident.id) } },
    thumbnail(incident),
    el("div", {},
      el("h3", {}, title),
      el("p", { class: "where" }, where.filter(Boolean).join(" · ") || incident.owner),
      el("p", {}, tag(incident.status), ...marks(incident), aged(incident.created_at), held ? el("span", { class: "tag held" }, word("heldBy", held.by)) : null, named ? el("span", { class: "tag named", title: named }, t("named")) : null,
        group ? el("button", { type: "button", class: "tag group", tabindex: -1, title: pick(group.why, group.why_en), on: { click: (event) => { event.stopPropagation(); state.unfolded[state.unfolded.has(group.group) ? "delete" : "add"](group.group); drawQueue(choose); } } }, t("groupOf", { n: group.count })) : null)));
  rows.set(incident.id, { key, node });
  return node;
}

// What an operator must not overlook: it waits for him, it is overdue, or nothing could be verified.
export function marks(incident) {
  const one = incident.case, ended = incident.status === "closed" || incident.status === "rejected";
  const said = [one.held_for && !ended ? ["waits", word("heldFor", one.held_for)] : null, one.overdue ? ["overdue", t("overdue")] : null, one.check === "could_not" ? ["waits", word("check", "could_not")] : null];
  return said.filter(Boolean).map(([kind, text]) => el("span", { class: `tag ${kind}` }, text));
}

export const tag = (status) => el("span", { class: `tag ${status}` }, word("status", status));

// The part of the picture around what was found, large enough to be recognised.
function thumbnail(incident) {
  const picture = incident.pictures.find((one) => one.role === "before") ?? incident.pictures[0];
  if (!picture) return el("div", { class: "thumb" });
  const image = el("img", { src: reduced(picture), alt: "", loading: "lazy", decoding: "async" });
  if (picture.box) crop(image, picture.box, 0.6, 3);
  return el("div", { class: "thumb" }, image);
}

// The id `step` rows on from the chosen one.
export function neighbour(step) {
  const ids = queue().map((one) => one.id);
  return ids[Math.max(0, Math.min(ids.length - 1, ids.indexOf(state.chosen) + step))];
}
export const reveal = (id) => $(`row-${id}`)?.scrollIntoView({ block: "nearest" });
