// The drawn map: sources, layers and clicks. React hands it data; it hands back what was picked and where it stands.
import type { FeatureCollection, Point } from "geojson";
import type { GeoJSONSource, MapGeoJSONFeature, PointLike } from "maplibre-gl";
import { drawnIn, readFrom, type LonLat } from "../../geo/gcj";
import { colour, FONTS, GlMap, ground, NavigationControl, ScaleControl } from "../../parts/map/engine";
import type { MapSettings } from "../../parts/map/settings";
import { addSigns } from "../../parts/map/symbols";
import type { Layer } from "./state";

export type Picked =
  | { readonly kind: "camera" | "incident" | "grid"; readonly id: string }
  | { readonly kind: "cluster"; readonly ids: readonly string[]; readonly total: number; readonly at: LonLat; readonly zoom: number };

export interface Stand {
  readonly at: readonly [lon: number, lat: number, zoom: number]; // WGS-84
  readonly box: readonly [west: number, south: number, east: number, north: number]; // WGS-84
}

export interface Hooks {
  readonly picked: (what: Picked) => void;
  readonly moved: (stand: Stand) => void;
  readonly drawn: () => void; // everything is on it, for the first time
}

type Source = "cameras" | "incidents" | "shades" | "labels" | "heat" | "views" | "streets" | "chosen";

const EMPTY: FeatureCollection = { type: "FeatureCollection", features: [] };
const LAYERS: Readonly<Record<Layer, readonly string[]>> = {
  cameras: ["clusters", "clusters-told", "cameras"],
  incidents: ["incidents"],
  grid: ["shades", "borders", "labels"],
  heat: ["heat"],
  views: ["views", "views-edge"],
};
const PICKED = ["incidents", "cameras", "clusters", "shades"]; // the first that is hit counts
const REACH = 5; // pixels around a click
const MOST_LEAVES = 200; // cameras of a cluster that are listed
export const VIEWS_FROM = 15; // zoom from which fields of view are drawn
const CLUSTERS_TO = 15; // zoom beyond which every camera stands for itself

export class Board {
  readonly map: GlMap;
  private readonly base: MapSettings;
  private readonly hooks: Hooks;
  private readonly move: (at: LonLat) => LonLat;
  private readonly read: (at: LonLat) => LonLat;
  private readonly data = new Map<Source, FeatureCollection>();
  private shown: readonly Layer[] = [];
  private ready = false;
  private district: MapSettings["box"];

  constructor(host: HTMLElement, base: MapSettings, dark: boolean, at: Stand["at"] | null, hooks: Hooks) {
    this.base = base;
    this.hooks = hooks;
    this.move = drawnIn(base.datum);
    this.read = readFrom(base.datum);
    this.district = base.box;
    const bounds = this.bounds();
    this.map = new GlMap({
      container: host,
      style: ground(base, dark),
      ...(at !== null
        ? { center: [...this.move([at[0], at[1]])] as [number, number], zoom: at[2] }
        : bounds === null ? { center: [105, 35] as [number, number], zoom: 3 } : { bounds, fitBoundsOptions: { padding: 30 } }),
      attributionControl: base.attribution === "" ? false : { compact: false },
      localIdeographFontFamily: FONTS.join(", "),
      renderWorldCopies: false,
      fadeDuration: 0, // labels that fade cost frames on a machine without a graphics card
      dragRotate: false,
      pitchWithRotate: false,
      touchPitch: false,
      pixelRatio: Math.min(2, window.devicePixelRatio),
    });
    this.map.touchZoomRotate.disableRotation();
    this.map.keyboard.disableRotation();
    this.map.addControl(new NavigationControl({ showCompass: false }), "top-right");
    this.map.addControl(new ScaleControl({ unit: "metric" }), "bottom-left");
    this.map.on("style.load", () => this.furnish());
    void this.map.once("load", () => this.hooks.moved(this.stand()));
    this.map.on("error", (event) => console.warn(`map: ${event.error.message}`)); // a tile that is not there, a style that is wrong
    this.map.on("dataloading", () => (host.dataset.drawn = "no")); // for who waits until everything is there
    void this.map.once("idle", hooks.drawn);
    this.map.on("idle", () => (host.dataset.drawn = "yes"));
    this.map.on("moveend", () => this.hooks.moved(this.stand()));
    this.map.on("click", (event) => void this.pick([event.point.x, event.point.y]));
    for (const layer of PICKED.slice(0, 3)) {
      this.map.on("mouseenter", layer, () => (this.map.getCanvas().style.cursor = "pointer"));
      this.map.on("mouseleave", layer, () => (this.map.getCanvas().style.cursor = ""));
    }
    this.map.getCanvas().addEventListener("keydown", (event) => {
      if (event.key !== "Enter") return;
      const { clientWidth, clientHeight } = this.map.getCanvas();
      void this.pick([clientWidth / 2, clientHeight / 2]);
    });
  }

  close(): void {
    this.map.remove();
  }

  /** Say what the map is to who cannot see it. */
  name(told: string): void {
    const canvas = this.map.getCanvas();
    canvas.setAttribute("aria-label", told);
    canvas.setAttribute("role", "application");
  }

  colours(dark: boolean): void {
    this.ready = false;
    this.map.setStyle(ground(this.base, dark), { diff: false });
  }

  give(source: Source, data: FeatureCollection): void {
    if (this.data.get(source) === data) return;
    this.data.set(source, data);
    if (this.ready) void this.map.getSource<GeoJSONSource>(source)?.setData(data);
  }

  show(layers: readonly Layer[]): void {
    this.shown = layers;
    if (!this.ready) return;
    for (const [layer, drawn] of Object.entries(LAYERS))
      for (const id of drawn)
        this.map.setLayoutProperty(id, "visibility", layers.includes(layer as Layer) ? "visible" : "none");
  }

  choose(at: LonLat | null): void {
    const features: FeatureCollection<Point>["features"] =
      at === null ? [] : [{ type: "Feature", properties: {}, geometry: { type: "Point", coordinates: [...this.move(at)] } }];
    this.give("chosen", { type: "FeatureCollection", features });
  }

  go(at: LonLat, zoom?: number): void {
    const to = zoom ?? Math.max(16, this.map.getZoom());
    this.map.easeTo({ center: [...this.move(at)] as [number, number], zoom: to, duration: 400 });
  }

  whole(): void {
    const bounds = this.bounds();
    if (bounds !== null) this.map.fitBounds(bounds, { padding: 30, duration: 400 });
  }

  stand(): Stand {
    const centre = this.map.getCenter();
    const bounds = this.map.getBounds();
    const [lon, lat] = this.read([centre.lng, centre.lat]);
    const [west, south] = this.read([bounds.getWest(), bounds.getSouth()]);
    const [east, north] = this.read([bounds.getEast(), bounds.getNorth()]);
    return { at: [lon, lat, this.map.getZoom()], box: [west, south, east, north] };
  }

  private bounds(): [number, number, number, number] | null {
    if (this.district === null) return null;
    const [west = 0, south = 0, east = 0, north = 0] = this.district;
    return [...this.move([west, south]), ...this.move([east, north])] as [number, number, number, number];
  }

  private async pick(point: readonly [number, number]): Promise<void> {
    const [x, y] = point;
    const box: [PointLike, PointLike] = [[x - REACH, y - REACH], [x + REACH, y + REACH]];
    const hit = this.map.queryRenderedFeatures(box, { layers: PICKED.filter((id) => this.map.getLayer(id)) });
    const found = PICKED.map((layer) => hit.find((one) => one.layer.id === layer)).find((one) => one !== undefined);
    if (found === undefined) return;
    const { id, code } = found.properties as { id?: string; code?: string };
    if (found.layer.id === "clusters") await this.open(found);
    else if (found.layer.id === "shades" && code !== undefined) this.hooks.picked({ kind: "grid", id: code });
    else if (id !== undefined) this.hooks.picked({ kind: found.layer.id === "cameras" ? "camera" : "incident", id });
  }

  private async open(cluster: MapGeoJSONFeature): Promise<void> {
    const source = this.map.getSource<GeoJSONSource>("cameras");
    const { cluster_id: id, point_count: total } = cluster.properties as { cluster_id: number; point_count: number };
    if (source === undefined) return;
    const leaves = await source.getClusterLeaves(id, MOST_LEAVES, 0);
    const zoom = await source.getClusterExpansionZoom(id);
    const [lon = 0, lat = 0] = (cluster.geometry as Point).coordinates;
    const ids = leaves.map((leaf) => String(leaf.properties?.id));
    this.hooks.picked({ kind: "cluster", ids, total, at: this.read([lon, lat]), zoom });
  }

  /** Put sources and layers on a style that has just been loaded: at the start, and after a change of colours. */
  private furnish(): void {
    const { map } = this;
    addSigns(map);
    const of = (source: Source) => this.data.get(source) ?? EMPTY;
    map.addSource("cameras", {
      type: "geojson",
      data: of("cameras"),
      cluster: true,
      clusterRadius: 46,
      clusterMaxZoom: CLUSTERS_TO,
      clusterProperties: { bad: ["+", ["get", "bad"]], late: ["+", ["get", "late"]] },
    });
    for (const source of ["incidents", "shades", "labels", "heat", "views", "streets", "chosen"] as const)
      map.addSource(source, { type: "geojson", data: of(source) });
    const dark = document.documentElement.dataset.theme === "dark";
    const ink = dark ? "#dfe8ee" : "#1d2b36";
    const halo = dark ? "#10171c" : "#ffffff";
    const line = colour("--gw-off");
    const text = { "text-font": FONTS, "text-size": 12 };
    map.addLayer({
      id: "streets", type: "line", source: "streets",
      layout: { "line-cap": "round", "line-join": "round" },
      paint: {
        "line-color": dark ? "#33424e" : "#cfd8df",
        "line-width": ["interpolate", ["exponential", 1.6], ["zoom"], 10, ["match", ["get", "class"], "main", 1, 0.4], 18, ["match", ["get", "class"], "main", 22, "path", 4, 12]],
      },
    });
    map.addLayer({
      id: "shades", type: "fill", source: "shades",
      paint: {
        "fill-color": ["interpolate", ["linear"], ["get", "share"], 0, dark ? "#1a2730" : "#e9eef2", 0.01, dark ? "#2b4255" : "#d5e5f1", 0.5, dark ? "#3f6f93" : "#8fbddc", 1, dark ? "#66b4e8" : "#2f7fb5"],
        "fill-opacity": this.base.kind === "none" ? 0.85 : 0.45,
      },
    });
    map.addLayer({ id: "borders", type: "line", source: "shades", paint: { "line-color": line, "line-width": 1.2, "line-opacity": 0.8 } });
    map.addLayer({
      id: "heat", type: "heatmap", source: "heat",
      paint: {
        "heatmap-weight": ["get", "weight"],
        "heatmap-radius": ["interpolate", ["linear"], ["zoom"], 9, 10, 14, 36, 17, 70],
        "heatmap-intensity": ["interpolate", ["linear"], ["zoom"], 9, 0.8, 15, 1.6],
        "heatmap-opacity": 0.75,
        // one hue that grows lighter or darker: read by those who tell no colours apart, too
        "heatmap-color": ["interpolate", ["linear"], ["heatmap-density"], 0, "rgba(253,187,45,0)", 0.2, "rgba(253,187,45,0.45)", 0.5, "#f08c2e", 0.8, "#c2410c", 1, dark ? "#fff3e0" : "#5c1304"],
      },
    });
    map.addLayer({ id: "views", type: "fill", source: "views", minzoom: VIEWS_FROM, paint: { "fill-color": colour("--gw-focus"), "fill-opacity": 0.12 } });
    map.addLayer({ id: "views-edge", type: "line", source: "views", minzoom: VIEWS_FROM, paint: { "line-color": colour("--gw-focus"), "line-opacity": 0.5, "line-width": 1 } });
    map.addLayer({
      id: "labels", type: "symbol", source: "labels",
      layout: { ...text, "text-field": ["get", "told"], "text-size": 13, "symbol-sort-key": ["-", 0, ["get", "n"]], "text-padding": 6 },
      paint: { "text-color": ink, "text-halo-color": halo, "text-halo-width": 1.6 },
    });
    map.addLayer({
      id: "clusters", type: "circle", source: "cameras", filter: ["has", "point_count"],
      paint: {
        "circle-radius": ["step", ["get", "point_count"], 15, 50, 19, 300, 24],
        "circle-color": dark ? "#1d3a4e" : "#ffffff",
        "circle-stroke-width": ["case", [">", ["get", "bad"], 0], 4, 2.5],
        "circle-stroke-color": ["case", [">=", ["get", "bad"], ["*", 0.2, ["get", "point_count"]]], colour("--gw-offline"), [">", ["get", "late"], ["*", 0.2, ["get", "point_count"]]], colour("--gw-late"), colour("--gw-ok")],
      },
    });
    map.addLayer({
      id: "clusters-told", type: "symbol", source: "cameras", filter: ["has", "point_count"],
      layout: {
        ...text, "text-size": 11, "text-allow-overlap": true, "text-ignore-placement": true,
        "text-field": ["case", [">", ["get", "bad"], 0], ["concat", ["get", "point_count_abbreviated"], "\n×", ["to-string", ["get", "bad"]]], ["to-string", ["get", "point_count_abbreviated"]]],
      },
      paint: { "text-color": ink },
    });
    map.addLayer({
      id: "cameras", type: "symbol", source: "cameras", filter: ["!", ["has", "point_count"]],
      layout: { "icon-image": ["get", "icon"], "icon-allow-overlap": true, "icon-ignore-placement": true, "icon-size": ["interpolate", ["linear"], ["zoom"], 12, 0.6, 16, 1] },
    });
    map.addLayer({
      id: "incidents", type: "symbol", source: "incidents",
      layout: { "icon-image": ["get", "icon"], "icon-allow-overlap": true, "icon-ignore-placement": true, "symbol-sort-key": ["get", "rank"], "icon-size": ["interpolate", ["linear"], ["zoom"], 10, 0.6, 15, 1.1] },
    });
    map.addLayer({
      id: "chosen", type: "circle", source: "chosen",
      paint: { "circle-radius": 18, "circle-opacity": 0, "circle-stroke-width": 4, "circle-stroke-color": colour("--gw-focus") },
    });
    this.ready = true;
    this.show(this.shown);
  }
}
