// One incident with everything about it.
import { $, aged, el, now, span, when } from "./dom.js";
import { loadActs, standing } from "./inbox.js";
import { joining } from "./joining.js";
import { evidence } from "./pictures.js";
import { marks, tag } from "./queue.js";
import { ask } from "./server.js";
import { isEnded, keep, state, untaken } from "./state.js";
import { pick, t, word } from "./words.js";

export const ACTS = { a: "acknowledge", c: "confirm", x: "reject", l: "look_again", e: "close", s: "send_again" };

export function allowed(incident, what) {
  if (what === "send_again") return incident.case.held_for === "reopened_once" && ["reopened", "acknowledged"].includes(incident.status);
  return what === "acknowledge" ? untaken(incident) : !isEnded(incident);
}

export function emptyCase() {
  $("case").replaceChildren(el("h2", { id: "case-title", class: "unseen" }, t("case")), el("p", { class: "empty" }, t("choose")));
}

// Ask for the chosen incident and draw it; an answer for one that is no longer chosen is dropped.
export async function loadCase(act) {
  const id = state.chosen;
  if (!id) return emptyCase();
  const path = `/api/v1/incidents/${encodeURIComponent(id)}`;
  const [incident, steps, sent, near] = await Promise.all([ask(path), ask(`${path}/history`), ask(`${path}/deliveries`), ask(`${path}/near`)]);
  if (id !== state.chosen) return undefined;
  keep(incident);
  draw(incident, steps, sent, isEnded(incident) ? [] : near, act);
  return undefined;
}

function draw(incident, steps, sent, near, act) {
  const pane = $("case"), same = pane.dataset.id === incident.id, top = pane.scrollTop;
  const focused = pane.contains(document.activeElement) ? document.activeElement.dataset.what : null;
  pane.dataset.id = incident.id;
  const shown = steps.filter((step, i) => i === 0 || step.what !== steps[i - 1].what || step.after !== steps[i - 1].after || step.why !== steps[i - 1].why);
  pane.replaceChildren(
    el("div", { class: "crown" }, tag(incident.status), ...marks(incident), el("span", { class: `severity ${incident.matter.severity}` }, word("severity", incident.matter.severity)), aged(incident.created_at), el("code", {}, incident.id)),
    el("h2", { id: "case-title" }, pick(incident.title, incident.title_en)),
    el("p", { class: "why" }, pick(incident.why, incident.why_en)),
    el("div", { class: "acts desk" }, ...Object.entries(ACTS).filter(([, what]) => what !== "send_again" || allowed(incident, what)).map(([key, what]) => button(incident, key, what, act))),
    ...(isEnded(incident) ? [] : [loadActs(incident), standing(incident)].filter(Boolean)),
    evidence(incident),
    facts(incident),
    ...joining(incident, steps, near),
    el("h3", {}, t("history")),
    el("ol", { class: "steps" }, ...shown.toReversed().map((step) => el("li", {}, when(step.at), el("div", {}, tag(step.after), ` ${pick(step.why, step.why_en)} `, el("span", { class: "soft" }, who(step.who)))))),
    el("h3", {}, t("sent")),
    sent.length ? deliveries(sent) : el("p", { class: "soft" }, "—"),
  );
  pane.scrollTop = same ? top : 0;
  if (focused) pane.querySelector(`[data-what="${focused}"]:enabled`)?.focus();
}

function button(incident, key, what, act) {
  return el("button", { type: "button", "data-what": what, class: what === "acknowledge" ? "main" : null, disabled: !allowed(incident, what), on: { click: () => act(what) } }, t(what), el("kbd", { "aria-hidden": "true" }, key));
}

function facts(incident) {
  const place = incident.place, matter = incident.matter, last = place.grid.at(-1);
  const lasted = (incident.closed_at ? new Date(incident.closed_at) : now()) - new Date(incident.created_at);
  const seen = incident.views.map((view) => `${state.cameras.get(view.camera_id)?.name ?? view.camera_id}${view.count ? ` (${t(matter.key === "crowding" ? "persons" : "counted", { n: view.count })})` : ""}`);
  const rows = [
    [t("grid"), last ? [place.grid.map((cell) => cell.name).join(" › "), " ", el("code", {}, last.code)] : ["—"]],
    [t("place"), [el("code", {}, `${place.lon.toFixed(6)}, ${place.lat.toFixed(6)}`), ` ${place.datum} · ${t("radius", { m: place.radius_m })} · ${word("origin", place.origin)}`]],
    [t("views"), [seen.join(pick("、", ", "))]],
    [t("code"), [el("code", {}, matter.code), ` ${pick(matter.name, matter.name_en)} · ${matter.table}`]],
    [t("owner"), [incident.owner]],
    [t("firstSeen"), [when(incident.created_at), ` · ${t("lasted")} ${span(lasted)}`]],
    incident.closed_at ? [t("closedAt"), [when(incident.closed_at)]] : null,
    [t("caseNumber"), [incident.case_number ?? "—"]],
    ...city(incident.case),
    [t("confidence"), [`${Math.round(incident.confidence * 100)}%`, incident.facts.model ? ` · ${incident.facts.model}` : ""]],
  ];
  return el("dl", {}, ...rows.filter(Boolean).flatMap(([name, values]) => [el("dt", {}, name), el("dd", {}, ...values)]));
}

// How the city stands to it: what is not known takes no line.
function city(one) {
  const due = one.due_at ? [when(one.due_at), one.rests_since ? ` · ${t("rests")}` : one.overdue ? ` · ${t("overdue")}` : ""] : [one.no_due];
  return [
    [t("stage"), [word("stageOf", one.stage), one.rounds > 1 ? ` · ${t("rounds", { n: one.rounds })}` : "", one.check ? ` · ${word("check", one.check)}` : ""]],
    one.unit ? [t("unit"), [pick(one.unit.name, one.unit.name_en || one.unit.name), " ", el("code", {}, one.unit.code)]] : null,
    one.social_grid ? [t("socialGrid"), [el("code", {}, one.social_grid)]] : null,
    one.limit ? [t("limit"), [`${one.limit.amount} ${word("measure", one.limit.measure)}`]] : null,
    due[0] ? [t("due"), due] : null,
    one.recurrence_of ? [t("recurrence"), [t("recurrences", { n: one.recurrences }), " ", el("code", {}, one.recurrence_of)]] : null,
  ].filter(Boolean);
}

function who(text) {
  const [kind, ...rest] = text.split(":"), name = rest.join(":");
  return name ? `${word("by", kind)} ${name}` : word("by", kind);
}

function deliveries(sent) {
  return el("table", {}, el("tbody", {}, ...sent.map((one) => el("tr", {},
    el("td", {}, one.receiver),
    el("td", {}, word("event", one.type.split(".").at(-2))),
    el("td", { class: `delivery ${one.state}`, title: one.last_error }, word("delivery", one.state)),
    el("td", {}, one.attempts > 1 || one.state !== "accepted" ? t("attempts", { n: one.attempts }) : ""),
    el("td", {}, when(one.accepted_at ?? one.created_at))))));
}
