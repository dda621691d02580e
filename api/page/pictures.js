// Evidence in the case: the pair side by side, everything else as a strip; any of them opens large.
import { clock, el } from "./dom.js";
import { state } from "./state.js";
import { view } from "./viewer.js";
import { t } from "./words.js";

// [before, after] of one camera where there is such a pair, else what there is.
export function pairOf(pictures) {
  const of = (role, camera) => pictures.find((one) => one.role === role && (!camera || one.camera_id === camera));
  const afters = pictures.filter((one) => one.role === "after");
  const after = afters.find((one) => of("before", one.camera_id)) ?? afters[0];
  if (after) return [of("before", after.camera_id) ?? of("before"), after].filter(Boolean);
  const before = of("before") ?? pictures[0];
  return before ? [before] : [];
}

export function evidence(incident) {
  const main = pairOf(incident.pictures), ordered = [...main, ...incident.pictures.filter((one) => !main.includes(one))];
  if (!ordered.length) return el("p", { class: "empty" }, t("noIncidentPicture"));
  const open = (picture) => view(ordered, ordered.indexOf(picture));
  const rest = ordered.slice(main.length);
  return el("div", { class: "evidence" },
    el("div", { class: main.length > 1 ? "pictures pair" : "pictures" }, ...main.map((one) => figure(one, open, main.length > 1 && main[0].camera_id === main[1].camera_id ? main[0].box : null))),
    rest.length ? el("div", { class: "strip" }, ...rest.map((one) => figure(one, open, null, true))) : null);
}

// `part`: the box to enlarge the surroundings of, the same for both pictures of a pair.
function figure(picture, open, part, small) {
  const told = caption(picture);
  const image = el("img", { src: small ? reduced(picture) : picture.raw, alt: told, width: picture.width, height: picture.height, decoding: "async" });
  const frame = el("span", { class: "frame" }, image, mark(picture));
  const zoom = part ? crop(frame, part, 0.4, 2.2) : 1;
  const button = el("button", { type: "button", class: zoom > 1 ? "pic part" : "pic", "aria-label": `${t("picture")}: ${told}`, on: { click: () => open(picture) } }, frame);
  button.style.aspectRatio = `${picture.width} / ${picture.height}`;
  return el("figure", {}, button,
    el("figcaption", {}, el("b", {}, t(picture.role)), zoom > 1 ? ` ${t("enlarged")}` : null, ` ${clock(picture.taken_at)}`, el("span", {}, ` ${nameOf(picture)}`)));
}

// Lay an absolutely placed node so that the box fills about `share` of what holds it; returns how much it is enlarged.
export function crop(node, [x0, y0, x1, y1], share, most) {
  const zoom = Math.min(most, Math.max(1, share / Math.max(x1 - x0, y1 - y0)));
  const shift = (middle) => `${Math.min(0, Math.max(100 - zoom * 100, 50 - middle * zoom * 100))}%`;
  Object.assign(node.style, { width: `${zoom * 100}%`, height: `${zoom * 100}%`, left: shift((x0 + x1) / 2), top: shift((y0 + y1) / 2) });
  return zoom;
}

export const reduced = (picture) => `${picture.raw}?width=480`; // enough for a thumbnail; a 4K original is not

// The box of what was found; on an "after" picture it would frame nothing.
export function mark(picture) {
  if (!picture.box || picture.role === "after") return null;
  const [x0, y0, x1, y1] = picture.box, box = el("span", { class: "box" });
  Object.assign(box.style, { left: `${x0 * 100}%`, top: `${y0 * 100}%`, width: `${(x1 - x0) * 100}%`, height: `${(y1 - y0) * 100}%` });
  return box;
}

const nameOf = (picture) => state.cameras.get(picture.camera_id)?.name ?? picture.camera_id;
export const caption = (picture) => `${t(picture.role)} ${clock(picture.taken_at)} ${nameOf(picture)}`;
