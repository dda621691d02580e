// One picture as large as the window: zoom, move, next; before and after laid over each other.
import { el } from "./dom.js";
import { caption, mark, pairOf } from "./pictures.js";
import { t } from "./words.js";

export function view(pictures, at) {
  const stage = el("div", { class: "stage" }), told = el("p", { class: "told", "aria-live": "polite" });
  let index = at, boxes = true, zoom = 1, x = 0, y = 0;
  const place = () => { stage.firstChild.style.transform = `translate(${x}px, ${y}px) scale(${zoom})`; };
  const button = (text, act, attributes = {}) => el("button", { type: "button", on: { click: act }, ...attributes }, text);

  function show(next) {
    index = (next + pictures.length) % pictures.length;
    zoom = 1; x = 0; y = 0;
    const [before, after] = pairOf(pictures);
    const compare = after && pictures[index] === after && before.camera_id === after.camera_id;
    stage.replaceChildren(compare ? overlay(before, after) : sheet(pictures[index]));
    told.textContent = compare ? `${t("pair")}: ${caption(before)} / ${caption(after)}` : caption(pictures[index]);
    slider.hidden = !compare;
    slider.value = 50;
  }
  function sheet(picture) {
    return el("div", { class: "sheet" }, el("img", { src: picture.raw, alt: caption(picture), draggable: "false" }), boxes ? mark(picture) : null);
  }
  function overlay(before, after) {
    const node = sheet(before), top = el("img", { src: after.raw, alt: caption(after), class: "over", draggable: "false" });
    top.style.clipPath = "inset(0 0 0 50%)";
    node.append(top);
    return node;
  }
  function scale(factor) {
    zoom = Math.min(8, Math.max(1, zoom * factor));
    if (zoom === 1) { x = 0; y = 0; }
    place();
  }
  const slider = el("input", { type: "range", min: 0, max: 100, "aria-label": t("compare"), on: { input: () => {
    stage.querySelector(".over").style.clipPath = `inset(0 0 0 ${slider.value}%)`;
  } } });

  const many = pictures.length > 1;
  const dialog = el("dialog", { id: "viewer", "aria-label": t("picture") }, stage,
    el("div", { class: "bar" }, told, slider, el("div", { class: "acts" },
      many ? button("‹", () => show(index - 1), { "aria-label": t("previous") }) : null,
      many ? button("›", () => show(index + 1), { "aria-label": t("next") }) : null,
      button("−", () => scale(1 / 1.4), { "aria-label": t("farther") }), button("+", () => scale(1.4), { "aria-label": t("nearer") }),
      button(t("box"), (event) => { boxes = !boxes; event.target.setAttribute("aria-pressed", String(boxes)); show(index); }, { "aria-pressed": "true" }),
      button("×", () => dialog.close(), { "aria-label": t("dismiss"), autofocus: true }))));

  stage.addEventListener("wheel", (event) => { event.preventDefault(); scale(event.deltaY > 0 ? 1 / 1.2 : 1.2); }, { passive: false });
  stage.addEventListener("pointerdown", (event) => { stage.setPointerCapture(event.pointerId); });
  stage.addEventListener("pointermove", (event) => { if (stage.hasPointerCapture(event.pointerId) && zoom > 1) { x += event.movementX; y += event.movementY; place(); } });
  dialog.addEventListener("keydown", (event) => {
    event.stopPropagation(); // j, a, x ... mean nothing here
    if (event.target === slider && event.key.startsWith("Arrow")) return;
    if (event.key === "ArrowLeft" && many) show(index - 1);
    else if (event.key === "ArrowRight" && many) show(index + 1);
    else if (event.key === "+" || event.key === "=") scale(1.4);
    else if (event.key === "-") scale(1 / 1.4);
  });
  dialog.addEventListener("close", () => dialog.remove());
  document.body.append(dialog);
  show(at);
  dialog.showModal();
}
