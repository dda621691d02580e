// Notices and questions: toasts, the operator's name, a reason, the list of keys.
import { $, el } from "./dom.js";
import { t } from "./words.js";

// A notice goes by itself; an error stays long enough to be read and can be dismissed.
export function toast(text, bad = false) {
  const place = $("toasts").children[bad ? 1 : 0];
  const node = el("div", { class: bad ? "toast bad" : "toast" }, el("span", {}, text));
  node.append(el("button", { type: "button", class: "plain", "aria-label": t("dismiss"), on: { click: () => node.remove() } }, "×"));
  place.append(node);
  while (place.children.length > 3) place.firstChild.remove();
  setTimeout(() => node.remove(), bad ? 12000 : 4000);
}

function open(dialog) {
  document.body.append(dialog);
  dialog.showModal();
  return new Promise((done) => dialog.addEventListener("close", () => { dialog.remove(); done(dialog.returnValue || null); }));
}

// The text that was entered, or null when it was left.
export function question({ title, note, label, choices, field, more = [] }) {
  const error = el("p", { class: "error", role: "alert" });
  const chips = (choices ?? []).map((text) => el("button", { type: "button", class: "chip", on: { click: () => { field.value = text; field.focus(); } } }, text));
  const form = el("form", { method: "dialog" },
    el("h2", { id: "ask-title" }, title),
    el("div", { class: "chips" }, ...chips),
    el("label", { for: field.id }, label), field, ...more,
    el("p", { class: "note", id: "ask-note" }, note), error,
    el("div", { class: "acts" }, el("button", { class: "main", value: "ok" }, t("ok")), el("button", { type: "button", on: { click: () => dialog.close("") } }, t("cancel"))));
  const dialog = el("dialog", { class: "ask", "aria-labelledby": "ask-title" }, form);
  form.addEventListener("submit", (event) => {
    event.preventDefault();
    const text = field.value.trim();
    if (text) dialog.close(text); else { error.textContent = t("needed"); field.focus(); }
  });
  field.addEventListener("keydown", (event) => { if (event.key === "Enter" && !event.shiftKey && !event.isComposing) { event.preventDefault(); form.requestSubmit(); } });
  const answer = open(dialog);
  field.focus();
  return answer;
}

export const operatorName = () => sessionStorage.getItem("operator");

export async function askName() {
  const field = el("input", { id: "ask-name", maxlength: 64, autocomplete: "name", "aria-describedby": "ask-note" });
  field.value = operatorName() ?? "";
  const name = await question({ title: t("who"), note: t("whoNote"), label: t("whoAsk"), field });
  if (name) sessionStorage.setItem("operator", name);
  return name;
}

export function askReason(what) {
  const field = el("textarea", { id: "ask-why", maxlength: 500, rows: 3, "aria-describedby": "ask-note" });
  const reject = what === "reject";
  return question({ title: t(reject ? "whyReject" : "whyClose"), note: t("whyNote"), label: t("reason"), choices: t(reject ? "rejectReasons" : "closeReasons"), field });
}

export function showKeys(acts) {
  const rows = [["j k ↓ ↑", t("keyNext")], ...Object.entries(acts).map(([key, what]) => [key, t(what)]), ["Enter", t("keyPicture")], ["/", t("keyFind")], ["← ↑ → ↓ + − 0", t("keyMap")], ["?", t("keyHelp")]];
  const close = el("button", { class: "main" }, t("dismiss"));
  open(el("dialog", { class: "ask", "aria-labelledby": "ask-title" }, el("form", { method: "dialog" },
    el("h2", { id: "ask-title" }, t("keysTitle")),
    el("dl", {}, ...rows.flatMap(([keys, text]) => [el("dt", {}, ...keys.split(" ").map((key) => el("kbd", {}, key))), el("dd", {}, text)])),
    el("div", { class: "acts" }, close))));
}
