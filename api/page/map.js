// The district on a canvas: grid polygons from our own GeoJSON, cameras, incidents. 7,396 cameras are one frame's work.
import { Plane } from "./plane.js";

const ORDER = ["unknown", "ok", "late", "blind", "login_stopped", "offline"]; // trouble is drawn on top
const INKS = ["map", "cell", "cell-line", "community-line", "street-line", "district-line", "ink", "soft", "panel", "accent", "severe", "ended", "ok", "late", "blind", "login_stopped", "offline", "unknown"];
const LEVELS = ["grid", "community", "street", "district"];
const FINGER = 14; // pixels around a mark that still mean it

export class Chart {
  constructor(canvas, { onCamera, onIncident, onHover }) {
    Object.assign(this, { canvas, onCamera, onIncident, onHover });
    this.plane = new Plane();
    this.polygons = []; this.cameras = []; this.incidents = []; this.chosen = null; this.camera = null;
    this.listen();
    new ResizeObserver(() => this.resize()).observe(canvas);
    this.recolour();
  }
  recolour() {
    const probe = document.body.appendChild(document.createElement("i"));
    this.inks = Object.fromEntries(INKS.map((name) => { probe.style.color = `var(--${name})`; return [name, getComputedStyle(probe).color]; }));
    this.font = getComputedStyle(document.body).fontFamily;
    this.rem = parseFloat(getComputedStyle(document.documentElement).fontSize) / 16;
    probe.remove();
    this.later();
  }
  resize() {
    const { clientWidth: width, clientHeight: height } = this.canvas, ratio = devicePixelRatio || 1;
    if (!width || !height) return;
    Object.assign(this.canvas, { width: width * ratio, height: height * ratio });
    Object.assign(this.plane, { width, height });
    this.fitFirst();
    this.recolour(); // another window may have another size of letters
    this.draw();
  }
  setPolygons(collection) {
    this.polygons = collection.features.toSorted((a, b) => LEVELS.indexOf(a.properties.level) - LEVELS.indexOf(b.properties.level)).map((feature) => {
      const shapes = feature.geometry.type === "Polygon" ? [feature.geometry.coordinates] : feature.geometry.coordinates;
      const path = new Path2D(), points = [];
      for (const ring of shapes.flat()) ring.forEach(([lon, lat], i) => { const [x, y] = this.plane.project(lon, lat); points.push([x, y]); if (i) path.lineTo(x, y); else path.moveTo(x, y); });
      const xs = points.map((p) => p[0]), ys = points.map((p) => p[1]);
      const box = [Math.min(...xs), Math.min(...ys), Math.max(...xs), Math.max(...ys)];
      return { path, box, level: feature.properties.level, name: feature.properties.name };
    });
    this.later();
  }
  setCameras(cameras) {
    const rank = (one) => ORDER.indexOf(one.state);
    this.cameras = cameras.map((one) => {
      const [x, y] = this.plane.project(one.lon, one.lat);
      return { id: one.id, name: one.name, x, y, heading: one.heading_deg, hfov: one.hfov_deg, state: one.health?.state ?? "unknown" };
    }).sort((a, b) => rank(a) - rank(b));
    this.canvas.dataset.cameras = this.cameras.length;
    this.later();
  }
  setIncidents(incidents, chosen) {
    this.chosen = chosen;
    this.incidents = incidents.map((one) => { const [x, y] = this.plane.project(one.place.lon, one.place.lat); return { ...one, x, y }; });
    this.canvas.dataset.incidents = this.incidents.length;
    this.later();
  }
  // Everything is known: the first view shows it whole, whichever answer came first.
  loaded() { this.known = true; this.fitFirst(); }
  fitFirst() { if (this.known && !this.fitted) this.fit(); }
  fit() {
    if (!this.canvas.clientWidth || !(this.cameras.length || this.incidents.length)) return;
    this.fitted = true;
    this.plane.fit([...this.cameras, ...this.incidents].map((one) => [one.x, one.y]));
    this.later();
  }
  // Bring a place into the window, near enough to tell its neighbours apart.
  show(x, y, near = false) {
    const [px, py] = this.plane.pixel(x, y), { width, height } = this.plane;
    if (near) this.plane.scale = Math.min(this.plane.scale, 1);
    if (near || px < 40 || py < 40 || px > width - 40 || py > height - 40) { this.plane.x = x; this.plane.y = y; }
    this.later();
  }
  later() { this.frame ??= requestAnimationFrame(() => { this.frame = null; this.draw(); }); }

  draw() {
    const context = this.canvas.getContext("2d"), { plane, inks } = this, ratio = devicePixelRatio || 1;
    this.taken = []; this.names = [];
    context.setTransform(ratio, 0, 0, ratio, 0, 0);
    context.fillStyle = inks.map;
    context.fillRect(0, 0, plane.width, plane.height);
    this.drawPolygons(context, ratio);
    this.drawCameras(context);
    this.drawIncidents(context);
    for (const name of this.names) this.drawName(context, ...name);
    this.drawScale(context);
    this.canvas.dataset.view = [plane.x, plane.y, plane.scale].map((value) => value.toFixed(3)).join(" ");
  }
  drawPolygons(context, ratio) {
    const { plane, inks } = this, k = ratio / plane.scale;
    const [west, north] = plane.metres(0, 0), [east, south] = plane.metres(plane.width, plane.height);
    const seen = this.polygons.filter(({ box }) => box[2] > west && box[0] < east && box[3] > north && box[1] < south);
    context.save();
    context.setTransform(k, 0, 0, k, (plane.width / 2 - plane.x / plane.scale) * ratio, (plane.height / 2 - plane.y / plane.scale) * ratio);
    for (const { path, level } of seen) {
      if (level === "grid") { context.fillStyle = inks.cell; context.fill(path, "evenodd"); }
      context.strokeStyle = inks[level === "grid" ? "cell-line" : `${level}-line`];
      context.lineWidth = { grid: 1, community: 1.5, street: 2, district: 2.5 }[level] * plane.scale;
      context.stroke(path);
    }
    context.restore();
    for (const { box, level, name } of seen) { // the level whose cells are wide enough to be named, and narrow enough to need it
      const wide = (box[2] - box[0]) / plane.scale, [x, y] = plane.pixel((box[0] + box[2]) / 2, (box[1] + box[3]) / 2);
      if (level !== "district" && wide > 110 && wide < 700) this.names.push([name, [[x, y]], inks.soft, level === "grid" ? 12 : 14]);
    }
  }
  drawCameras(context) {
    const { plane, inks } = this, radius = Math.max(2, Math.min(6.5, 7.5 - Math.log2(Math.max(1, plane.scale)) * 1.3));
    const seen = this.cameras.map((one) => [one, ...plane.pixel(one.x, one.y)]).filter(([, x, y]) => x > -60 && y > -60 && x < plane.width + 60 && y < plane.height + 60);
    if (seen.length <= 600 && plane.scale < 8) {
      context.fillStyle = inks.accent; context.globalAlpha = 0.13;
      for (const [one, x, y] of seen) {
        if (one.heading === null) continue;
        const middle = ((one.heading - 90) * Math.PI) / 180, half = ((one.hfov / 2) * Math.PI) / 180;
        context.beginPath(); context.moveTo(x, y); context.arc(x, y, Math.max(22, 45 / plane.scale), middle - half, middle + half); context.fill();
      }
      context.globalAlpha = 1;
    }
    context.lineWidth = 1; context.strokeStyle = inks.panel;
    for (const state of ORDER) {
      context.fillStyle = inks[state]; context.globalAlpha = state === "ok" && seen.length > 1000 ? 0.45 : 1; // trouble must stand out
      context.beginPath();
      for (const [one, x, y] of seen) {
        if (one.state !== state) continue;
        if (radius <= 3) context.rect(x - radius, y - radius, 2 * radius, 2 * radius); // as good at that size, and quicker
        else { context.moveTo(x + radius, y); context.arc(x, y, radius, 0, 7); }
      }
      context.fill();
      if (radius > 3) context.stroke();
    }
    context.globalAlpha = 1;
    const chosen = seen.find(([one]) => one.id === this.camera);
    if (chosen) { context.strokeStyle = inks.ink; context.lineWidth = 2; context.beginPath(); context.arc(chosen[1], chosen[2], radius + 4, 0, 7); context.stroke(); }
    if (seen.length <= 60) this.names.unshift(...seen.map(([one, x, y]) => [one.name, [[x, y + radius + 10], [x, y - radius - 11]], inks.ink, 12]));
  }
  drawIncidents(context) {
    const { plane, inks } = this, ended = (one) => ["closed", "rejected", "expired"].includes(one.status);
    const order = (one) => (one.id === this.chosen ? 2 : ended(one) ? 0 : 1);
    for (const one of this.incidents.toSorted((a, b) => order(a) - order(b))) {
      const [x, y] = plane.pixel(one.x, one.y), chosen = one.id === this.chosen, size = chosen ? 12 : ended(one) ? 6 : 9;
      context.fillStyle = ended(one) ? inks.ended : inks.severe;
      if (!ended(one) || chosen) { context.globalAlpha = 0.16; context.beginPath(); context.arc(x, y, Math.max(chosen ? 20 : 0, one.place.radius_m / plane.scale), 0, 7); context.fill(); context.globalAlpha = 1; }
      context.beginPath();
      context.moveTo(x, y - size); context.lineTo(x + size, y); context.lineTo(x, y + size); context.lineTo(x - size, y);
      context.closePath(); context.fill();
      this.taken.push([x - size, y - size, x + size, y + size]);
      context.lineWidth = chosen ? 3 : 1.5; context.strokeStyle = chosen ? inks.ink : inks.panel; context.stroke();
    }
  }
  drawScale(context) {
    const goal = 110 * this.plane.scale, power = 10 ** Math.floor(Math.log10(goal)), metres = [5, 2, 1].find((n) => n * power <= goal) * power;
    const wide = metres / this.plane.scale, y = this.plane.height - 14;
    context.strokeStyle = context.fillStyle = this.inks.ink; context.lineWidth = 1.5;
    context.beginPath(); context.moveTo(14, y - 5); context.lineTo(14, y); context.lineTo(14 + wide, y); context.lineTo(14 + wide, y - 5); context.stroke();
    context.font = `${12 * this.rem}px ${this.font}`; context.textAlign = "left"; context.textBaseline = "bottom";
    context.fillText(metres >= 1000 ? `${metres / 1000} km` : `${metres} m`, 18, y - 2);
  }
  // At the first of the spots where it would lie on nothing that matters more, else left out.
  drawName(context, text, spots, ink, size) {
    context.font = `${size * this.rem}px ${this.font}`; context.textAlign = "center"; context.textBaseline = "middle";
    const half = context.measureText(text).width / 2 + 3, boxOf = ([x, y]) => [x - half, y - size * 0.7, x + half, y + size * 0.7];
    const free = (box) => !this.taken.some((o) => box[2] > o[0] && box[0] < o[2] && box[3] > o[1] && box[1] < o[3]);
    const spot = spots.find((one) => free(boxOf(one)));
    if (!spot) return;
    const [x, y] = spot;
    this.taken.push(boxOf(spot));
    context.lineWidth = 3; context.strokeStyle = this.inks.cell; context.lineJoin = "round";
    context.strokeText(text, x, y); context.fillStyle = ink; context.fillText(text, x, y);
  }

  at(px, py) {
    const near = (rows, reach) => {
      let best = null, least = reach;
      for (const one of rows) { const [x, y] = this.plane.pixel(one.x, one.y), away = Math.hypot(x - px, y - py); if (away < least) { least = away; best = one; } }
      return best;
    };
    const incident = near(this.incidents, FINGER);
    return incident ? { incident } : { camera: near(this.cameras, FINGER) };
  }
  listen() {
    const { canvas, plane } = this, down = new Map();
    let moved = 0;
    const spot = (event) => { const rect = canvas.getBoundingClientRect(); return [event.clientX - rect.left, event.clientY - rect.top]; };
    canvas.addEventListener("wheel", (event) => { event.preventDefault(); plane.zoom(Math.exp(Math.sign(event.deltaY) * 0.22), ...spot(event)); this.later(); }, { passive: false });
    canvas.addEventListener("pointerdown", (event) => { canvas.setPointerCapture(event.pointerId); if (!down.size) moved = 0; down.set(event.pointerId, spot(event)); });
    canvas.addEventListener("pointermove", (event) => {
      const to = spot(event), from = down.get(event.pointerId);
      if (!from) { this.onHover(this.at(...to), to); return; }
      const other = [...down].find(([id]) => id !== event.pointerId)?.[1];
      if (other) plane.zoom(Math.hypot(from[0] - other[0], from[1] - other[1]) / Math.max(1, Math.hypot(to[0] - other[0], to[1] - other[1])), ...other);
      else plane.pan(to[0] - from[0], to[1] - from[1]);
      moved += Math.hypot(to[0] - from[0], to[1] - from[1]);
      down.set(event.pointerId, to);
      this.later();
    });
    canvas.addEventListener("pointerup", (event) => {
      down.delete(event.pointerId);
      if (moved > 4 || down.size) return;
      const { incident, camera } = this.at(...spot(event));
      if (incident) this.onIncident(incident.id); else if (camera) this.onCamera(camera.id);
    });
    canvas.addEventListener("pointercancel", (event) => down.delete(event.pointerId));
    canvas.addEventListener("pointerleave", () => this.onHover({}, [0, 0]));
    canvas.addEventListener("keydown", (event) => {
      const step = { ArrowLeft: [60, 0], ArrowRight: [-60, 0], ArrowUp: [0, 60], ArrowDown: [0, -60] }[event.key];
      if (step) plane.pan(...step);
      else if (event.key === "+" || event.key === "=") plane.zoom(0.7);
      else if (event.key === "-") plane.zoom(1 / 0.7);
      else if (event.key === "0") this.fit();
      else return;
      event.preventDefault(); event.stopPropagation();
      this.later();
    });
  }
}
