// What the map shows, as it stands in the address: a link shows somebody else the same. Pure.
export type Layer = "cameras" | "incidents" | "grid" | "heat" | "views";
export type Span = "live" | "day" | "week" | "month" | "all"; // of what is counted: open now, or first seen since
export type Level = "auto" | "district" | "street" | "community" | "grid";

export interface MapState {
  readonly layers: readonly Layer[];
  readonly owners: readonly string[];
  readonly matters: readonly string[];
  readonly states: readonly string[]; // of cameras
  readonly statuses: readonly string[]; // of incidents; none: what is open
  readonly grid: string; // code prefix; "": the whole district
  readonly span: Span;
  readonly level: Level;
  readonly unit: "hour" | "day"; // of the time slider
  readonly step: number; // of the slider; -1: all of them
  readonly chosen: string; // "camera:ID", "incident:ID", "grid:CODE"; "": nothing
  readonly view: "map" | "list";
  readonly at: readonly [lon: number, lat: number, zoom: number] | null; // WGS-84; null: the whole district
}

const LAYERS: readonly Layer[] = ["cameras", "incidents", "grid", "heat", "views"];
const SPANS: readonly Span[] = ["live", "day", "week", "month", "all"];
const LEVELS: readonly Level[] = ["auto", "district", "street", "community", "grid"];
export const FIRST_LAYERS: readonly Layer[] = ["cameras", "incidents", "grid", "views"];

export function readState(query: URLSearchParams): MapState {
  const layers = query.get("layers");
  const step = Number(query.get("step") ?? -1);
  return {
    layers: layers === null ? FIRST_LAYERS : LAYERS.filter((one) => layers.split(",").includes(one)),
    owners: query.getAll("owner"),
    matters: query.getAll("matter"),
    states: query.getAll("state"),
    statuses: query.getAll("status"),
    grid: /^\d{6,15}$/.test(query.get("grid") ?? "") ? (query.get("grid") ?? "") : "",
    span: oneOf(SPANS, query.get("span"), "live"),
    level: oneOf(LEVELS, query.get("level"), "auto"),
    unit: query.get("unit") === "hour" ? "hour" : "day",
    step: Number.isInteger(step) && step >= 0 && step < 48 ? step : -1,
    chosen: /^(camera|incident|grid):./.test(query.get("sel") ?? "") ? (query.get("sel") ?? "") : "",
    view: query.get("view") === "list" ? "list" : "map",
    at: readPlace(query.get("at")),
  };
}

export function writeState(state: MapState): URLSearchParams {
  const query = new URLSearchParams();
  const put = (name: string, value: string, usual: string) => {
    if (value !== usual) query.set(name, value);
  };
  put("layers", state.layers.join(","), FIRST_LAYERS.join(","));
  for (const owner of state.owners) query.append("owner", owner);
  for (const matter of state.matters) query.append("matter", matter);
  for (const one of state.states) query.append("state", one);
  for (const status of state.statuses) query.append("status", status);
  put("grid", state.grid, "");
  put("span", state.span, "live");
  put("level", state.level, "auto");
  put("unit", state.unit, "day");
  put("step", String(state.step), "-1");
  put("sel", state.chosen, "");
  put("view", state.view, "map");
  if (state.at !== null) query.set("at", `${state.at[0].toFixed(5)},${state.at[1].toFixed(5)},${state.at[2].toFixed(2)}`);
  return query;
}

function readPlace(text: string | null): MapState["at"] {
  const [lon, lat, zoom, ...rest] = (text ?? "").split(",").map(Number);
  if (lon === undefined || lat === undefined || zoom === undefined || rest.length > 0) return null;
  if (!(Math.abs(lon) <= 180 && Math.abs(lat) <= 85 && zoom >= 0 && zoom <= 24)) return null;
  return [lon, lat, zoom];
}

function oneOf<T extends string>(known: readonly T[], text: string | null, usual: T): T {
  return known.find((one) => one === text) ?? usual;
}

const DAY_MS = 86_400_000;
const DAYS: Readonly<Record<Span, number | null>> = { live: null, day: 1, week: 7, month: 30, all: null };
export const LIVE: readonly string[] = ["open", "acknowledged", "reported", "handling", "verifying", "reopened"];

/** What the service is asked for: everything open, or everything first seen within the span. Whole minutes. */
export function asked(state: MapState, now: number) {
  const days = DAYS[state.span];
  const since = days === null ? undefined : new Date(Math.floor((now - days * DAY_MS) / 60_000) * 60_000).toISOString();
  const statuses = state.statuses.length > 0 ? state.statuses : state.span === "live" ? LIVE : [];
  return {
    matter: [...state.matters],
    owner: [...state.owners],
    grid: state.grid === "" ? [] : [state.grid],
    status: [...statuses] as never[],
    ...(since === undefined ? {} : { since }),
  };
}

/** The level of the grid that is drawn at a zoom. */
export function levelAt(level: Level, zoom: number): Exclude<Level, "auto"> {
  if (level !== "auto") return level;
  if (zoom < 10.5) return "district";
  if (zoom < 12.3) return "street";
  return zoom < 13.8 ? "community" : "grid";
}
