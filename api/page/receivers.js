// Receivers that want no more: one line each, with why; once they are back, one click sends what was held.
import { toast } from "./dialogs.js";
import { $, el } from "./dom.js";
import { ask } from "./server.js";
import { t } from "./words.js";

let stopped = [];

export async function loadReceivers() {
  stopped = (await ask("/api/v1/receivers")).filter((one) => one.disabled);
  drawReceivers();
}

export function drawReceivers() {
  $("receivers").hidden = !stopped.length;
  $("receivers").replaceChildren(...stopped.map((one) => el("li", {},
    el("span", { title: one.disabled }, t("receiverStopped", { name: one.name, held: one.held })), " ",
    el("button", { type: "button", on: { click: () => enable(one.name) } }, t("receiverEnable")))));
}

async function enable(name) {
  try {
    await ask(`/api/v1/receivers/${encodeURIComponent(name)}/enable`, { method: "POST" });
    await loadReceivers();
  } catch (error) { toast(error.message, true); }
}
