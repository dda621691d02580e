// What is dark: one line for each outage that lasts, with its cameras one click away.
import { $, el } from "./dom.js";
import { ask } from "./server.js";
import { pick } from "./words.js";

let lasting = [];

export async function loadOutages() {
  lasting = await ask("/api/v1/outages");
  drawOutages();
}

export function drawOutages() {
  $("outages").hidden = !lasting.length;
  $("outages").replaceChildren(...lasting.map((one) => el("li", {}, el("a", { href: `/api/v1/cameras?limit=10000&outage=${encodeURIComponent(one.id)}`, target: "_blank" }, pick(one.title, one.title_en)))));
}
