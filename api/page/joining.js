// One incident made of two, two made of one, and either taken back.
import { askName, operatorName, question } from "./dialogs.js";
import { el } from "./dom.js";
import { ask } from "./server.js";
import { isEnded, keep, state } from "./state.js";
import { pick, t, word } from "./words.js";

let joined = async () => {};
export const onJoined = (act) => { joined = act; };

const ACTS = ["took_in", "joined", "split", "split_off"];

// What lies near by, to be merged into; which view can go; what can be taken back.
export function joining(incident, steps, near) {
  const back = steps.findLast((step) => ACTS.includes(step.what) || step.what === "undone");
  const canUndo = back && back.what !== "undone";
  const views = incident.views.length > 1 && !isEnded(incident) ? incident.views : [];
  if (!near.length && !views.length && !canUndo) return [];
  return [
    el("h3", {}, t("near")),
    el("ul", { class: "joining" },
      ...near.map((one) => el("li", {}, `${pick(one.title, one.title_en)} · ${word("status", one.status)} · ${one.vague ? t("vague") : t("metres", { m: one.distance_m })} `, button("mergeInto", () => act(incident, "merge", { into: one.id })))),
      ...views.map((view) => el("li", {}, `${state.cameras.get(view.camera_id)?.name ?? view.camera_id} · ${view.rule} ${pick(view.merged, view.merged_en) ?? ""} `, button("splitOff", () => act(incident, "split", { views: [view.subject] })))),
      canUndo ? el("li", {}, button("undoJoin", () => act(incident, "undo", {}))) : null),
  ];
}

const button = (name, click) => el("button", { type: "button", on: { click } }, t(name));

async function act(incident, what, body) {
  await joined(async () => {
    const who = operatorName() ?? await askName();
    if (!who) return null;
    const field = el("textarea", { id: "ask-why", maxlength: 500, rows: 2, "aria-describedby": "ask-note" });
    const title = t({ merge: "whyMerge", split: "whySplit", undo: "whyUndo" }[what]);
    const why = await question({ title, note: t("whyNote"), label: t("reason"), field });
    if (why === null) return null;
    const done = await ask(`/api/v1/incidents/${encodeURIComponent(incident.id)}/${what}`, { method: "POST", body: JSON.stringify({ ...body, who, why }) });
    keep(done.incident);
    keep(done.other);
    return done.incident.id;
  });
}
