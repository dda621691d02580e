// MapLibre as this console uses it: its worker from our own files, text drawn by the browser's fonts, our colours.
// Loaded by pages that show a map, and by no other.
import { Map as GlMap, Marker, NavigationControl, ScaleControl, setWorkerUrl, type StyleSpecification } from "maplibre-gl";
import "maplibre-gl/dist/maplibre-gl.css";
import worker from "maplibre-gl/dist/maplibre-gl-worker.mjs?url";
import type { MapSettings } from "./settings";

export { GlMap, Marker, NavigationControl, ScaleControl };

setWorkerUrl(worker); // without it the map stays empty, and only an error event says so

/** The fonts that text on the map is drawn with: the browser's, so that no server of glyphs is asked. */
export const FONTS = ["Noto Sans CJK SC", "Microsoft YaHei", "PingFang SC", "sans-serif"];

/** Whether this browser can draw maps at all. */
export function canDraw(): boolean {
  try {
    const canvas = document.createElement("canvas");
    return canvas.getContext("webgl2") !== null;
  } catch {
    return false;
  }
}

/** A colour of the theme as a value that a canvas understands. */
export function colour(name: string): string {
  return getComputedStyle(document.documentElement).getPropertyValue(name).trim() || "#888888";
}

/** The ground that everything is drawn on. */
export function ground(base: MapSettings, dark: boolean): StyleSpecification | string {
  if (base.kind === "style") return base.url;
  const style: StyleSpecification = {
    version: 8,
    sources: {},
    layers: [{ id: "ground", type: "background", paint: { "background-color": dark ? "#10171c" : "#f4f6f8" } }],
  };
  if (base.kind === "raster") {
    const url = base.url.startsWith("/") ? `${window.location.origin}${base.url}` : base.url;
    style.sources.base = {
      type: "raster",
      tiles: [url],
      tileSize: base.tile_px,
      maxzoom: base.max_zoom,
      attribution: escaped(base.attribution),
    };
    style.layers.push({
      id: "base",
      type: "raster",
      source: "base",
      paint: dark ? { "raster-brightness-max": 0.55, "raster-saturation": -0.5 } : { "raster-saturation": -0.35 },
    });
  }
  return style;
}

/** What the administrator wrote is text, and MapLibre takes attributions for HTML. */
function escaped(text: string): string {
  return text.replace(/[&<>"']/g, (letter) => `&#${letter.charCodeAt(0)};`);
}
