"use strict";
// The district from our own GeoJSON: grid polygons, cameras with their fields of view, incidents.
const NS = "http://www.w3.org/2000/svg";

class Chart {
  constructor(svg, onCamera, onIncident) {
    this.svg = svg; this.onCamera = onCamera; this.onIncident = onIncident;
    this.layers = {};
    for (const name of ["polygons", "views", "cameras", "spots"]) {
      this.layers[name] = document.createElementNS(NS, "g");
      svg.append(this.layers[name]);
    }
    this.box = [0, 0, 1, 1];
    svg.addEventListener("wheel", (event) => { event.preventDefault(); this.zoom(event.deltaY > 0 ? 1.25 : 0.8, event); }, { passive: false });
    let drag = null;
    svg.addEventListener("pointerdown", (event) => { if (event.target.dataset.id) return; drag = [event.clientX, event.clientY, ...this.box]; svg.setPointerCapture(event.pointerId); });
    svg.addEventListener("pointerup", () => { drag = null; });
    svg.addEventListener("pointermove", (event) => {
      if (!drag) return;
      const scale = this.scale();
      this.box[0] = drag[2] - (event.clientX - drag[0]) * scale;
      this.box[1] = drag[3] - (event.clientY - drag[1]) * scale;
      this.frame();
    });
    new ResizeObserver(() => this.frame()).observe(svg);
  }
  // metres east and south of the district's first camera: flat enough for one district
  project(lon, lat) {
    this.origin ??= [lon, lat];
    const metres = 111195;
    return [(lon - this.origin[0]) * metres * Math.cos(this.origin[1] * Math.PI / 180), -(lat - this.origin[1]) * metres];
  }
  scale() { return Math.max(this.box[2] / (this.svg.clientWidth || 1), this.box[3] / (this.svg.clientHeight || 1)); }
  zoom(factor, event) {
    const rect = this.svg.getBoundingClientRect();
    const fx = (event.clientX - rect.left) / rect.width, fy = (event.clientY - rect.top) / rect.height;
    const width = Math.min(60000, Math.max(30, this.box[2] * factor)), height = width * this.box[3] / this.box[2];
    this.box = [this.box[0] + (this.box[2] - width) * fx, this.box[1] + (this.box[3] - height) * fy, width, height];
    this.frame();
  }
  frame() {
    this.svg.setAttribute("viewBox", this.box.join(" "));
    const dot = 6 * this.scale();
    for (const mark of this.svg.querySelectorAll("circle.cam")) { mark.setAttribute("r", dot); mark.setAttribute("stroke-width", dot / 4); }
    for (const mark of this.svg.querySelectorAll("rect.spot")) {
      const size = 15 * this.scale(), [x, y] = mark.dataset.at.split(",").map(Number);
      mark.setAttribute("x", x - size / 2); mark.setAttribute("y", y - size / 2);
      mark.setAttribute("width", size); mark.setAttribute("height", size);
      mark.setAttribute("stroke-width", size / 8); mark.setAttribute("transform", `rotate(45 ${x} ${y})`);
    }
  }
  fit(points) {
    if (!points.length) return;
    const xs = points.map((p) => p[0]), ys = points.map((p) => p[1]);
    const pad = Math.max(40, (Math.max(...xs) - Math.min(...xs)) * 0.12);
    this.box = [Math.min(...xs) - pad, Math.min(...ys) - pad, Math.max(...xs) - Math.min(...xs) + 2 * pad, Math.max(...ys) - Math.min(...ys) + 2 * pad];
    this.frame();
  }
  polygons(collection) {
    const order = ["grid", "community", "street", "district"];
    const features = [...collection.features].sort((a, b) => order.indexOf(a.properties.level) - order.indexOf(b.properties.level));
    for (const feature of features) {
      const shapes = feature.geometry.type === "Polygon" ? [feature.geometry.coordinates] : feature.geometry.coordinates;
      const path = document.createElementNS(NS, "path");
      path.setAttribute("d", shapes.map((rings) => rings.map((ring) => "M" + ring.map(([lon, lat]) => this.project(lon, lat).map((v) => v.toFixed(1)).join(" ")).join("L") + "Z").join("")).join(""));
      path.setAttribute("class", feature.properties.level);
      const title = document.createElementNS(NS, "title");
      title.textContent = `${feature.properties.name} ${feature.properties.code}`;
      path.append(title);
      this.layers.polygons.append(path);
    }
  }
  cameras(cameras) {
    this.layers.cameras.replaceChildren(); this.layers.views.replaceChildren();
    const points = [];
    for (const camera of cameras) {
      const [x, y] = this.project(camera.lon, camera.lat);
      points.push([x, y]);
      if (camera.heading_deg !== null && cameras.length <= 500) {
        const half = camera.hfov_deg / 2, reach = 40;
        const corner = (a) => [x + reach * Math.sin(a * Math.PI / 180), y - reach * Math.cos(a * Math.PI / 180)];
        const [ax, ay] = corner(camera.heading_deg - half), [bx, by] = corner(camera.heading_deg + half);
        const view = document.createElementNS(NS, "path");
        view.setAttribute("class", "view");
        view.setAttribute("d", `M${x} ${y}L${ax} ${ay}A${reach} ${reach} 0 0 1 ${bx} ${by}Z`);
        this.layers.views.append(view);
      }
      const mark = document.createElementNS(NS, "circle");
      mark.setAttribute("cx", x); mark.setAttribute("cy", y);
      mark.setAttribute("class", `cam ${camera.health?.state ?? "not_looked_at"}`);
      mark.dataset.id = camera.id;
      const title = document.createElementNS(NS, "title");
      title.textContent = camera.name;
      mark.append(title);
      mark.addEventListener("click", () => this.onCamera(camera.id));
      this.layers.cameras.append(mark);
    }
    if (!this.fitted && points.length) { this.fitted = true; this.fit(points); } else this.frame();
  }
  incidents(incidents, chosen) {
    this.layers.spots.replaceChildren();
    for (const incident of incidents) {
      const [x, y] = this.project(incident.place.lon, incident.place.lat);
      const ended = ["closed", "rejected", "expired"].includes(incident.status);
      if (!ended) {
        const reach = document.createElementNS(NS, "circle");
        reach.setAttribute("class", "reach"); reach.setAttribute("cx", x); reach.setAttribute("cy", y); reach.setAttribute("r", incident.place.radius_m);
        this.layers.spots.append(reach);
      }
      const mark = document.createElementNS(NS, "rect");
      mark.setAttribute("class", `spot${ended ? " ended" : ""}${incident.id === chosen ? " chosen" : ""}`);
      mark.dataset.id = incident.id; mark.dataset.at = `${x},${y}`;
      mark.addEventListener("click", () => this.onIncident(incident.id));
      this.layers.spots.append(mark);
    }
    this.frame();
  }
}
