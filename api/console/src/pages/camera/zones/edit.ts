// The zones of a camera while they are drawn: pure. Relative picture coordinates, 0..1, y down.

export type Point = readonly [number, number];

export interface Zone {
  readonly id: string;
  readonly kind: string;
  readonly name: string;
  readonly polygon: readonly Point[];
  readonly area_m2: number | null;
}

export interface Draft {
  readonly zones: readonly Zone[];
  readonly zone: number | null; // chosen
  readonly point: number | null; // chosen, of the chosen zone
  readonly past: readonly (readonly Zone[])[];
  readonly future: readonly (readonly Zone[])[];
  readonly dragging: boolean; // a drag is one step back, not a hundred
}

export type Edit =
  | { readonly is: "load"; readonly zones: readonly Zone[] }
  | { readonly is: "choose"; readonly zone: number | null; readonly point?: number | null }
  | { readonly is: "drag"; readonly to: Point }
  | { readonly is: "drop" }
  | { readonly is: "move"; readonly to: Point }
  | { readonly is: "nudge"; readonly by: Point }
  | { readonly is: "insert"; readonly after: number; readonly at?: Point }
  | { readonly is: "removePoint" }
  | { readonly is: "addZone"; readonly polygon: readonly Point[]; readonly kind: string }
  | { readonly is: "removeZone" }
  | { readonly is: "change"; readonly part: Partial<Pick<Zone, "id" | "kind" | "name" | "area_m2">> }
  | { readonly is: "undo" }
  | { readonly is: "redo" };

export type Fault = "few" | "crosses" | "flat" | "id" | "doubled" | "kind" | "many";

const STEPS_KEPT = 100;
const MOST_CORNERS = 64;
const SNAP = 0.015; // of the picture's width and height

export const EMPTY: Draft = { zones: [], zone: null, point: null, past: [], future: [], dragging: false };

const clamp = (value: number): number => Math.min(1, Math.max(0, Math.round(value * 10_000) / 10_000));
const inside = ([x, y]: Point): Point => [clamp(x), clamp(y)];

export function edited(draft: Draft, edit: Edit): Draft {
  switch (edit.is) {
    case "load":
      return { ...EMPTY, zones: edit.zones };
    case "choose":
      return { ...draft, zone: edit.zone, point: edit.point ?? null, dragging: false };
    case "drag": {
      const after = withPoint(draft, edit.to);
      return draft.dragging ? { ...draft, zones: after } : { ...kept(draft, after), dragging: true };
    }
    case "drop":
      return { ...draft, dragging: false };
    case "move":
      return kept(draft, withPoint(draft, edit.to));
    case "nudge": {
      const at = chosenPoint(draft);
      return at === null ? draft : kept(draft, withPoint(draft, [at[0] + edit.by[0], at[1] + edit.by[1]]));
    }
    case "insert": {
      const zone = chosenZone(draft);
      if (zone === null || zone.polygon.length >= MOST_CORNERS) return draft;
      const a = zone.polygon[edit.after];
      const b = zone.polygon[(edit.after + 1) % zone.polygon.length];
      if (a === undefined || b === undefined) return draft;
      const at: Point = edit.at ?? [(a[0] + b[0]) / 2, (a[1] + b[1]) / 2];
      const polygon = [...zone.polygon.slice(0, edit.after + 1), inside(at), ...zone.polygon.slice(edit.after + 1)];
      return { ...kept(draft, withZone(draft, { ...zone, polygon })), point: edit.after + 1 };
    }
    case "removePoint": {
      const zone = chosenZone(draft);
      if (zone === null || draft.point === null || zone.polygon.length <= 3) return draft;
      const polygon = zone.polygon.filter((_, i) => i !== draft.point);
      return { ...kept(draft, withZone(draft, { ...zone, polygon })), point: Math.min(draft.point, polygon.length - 1) };
    }
    case "addZone": {
      const zone: Zone = { id: freeId(draft.zones), kind: edit.kind, name: "", polygon: edit.polygon.map(inside), area_m2: null };
      return { ...kept(draft, [...draft.zones, zone]), zone: draft.zones.length, point: null };
    }
    case "removeZone":
      if (draft.zone === null) return draft;
      return { ...kept(draft, draft.zones.filter((_, i) => i !== draft.zone)), zone: null, point: null };
    case "change": {
      const zone = chosenZone(draft);
      return zone === null ? draft : kept(draft, withZone(draft, { ...zone, ...edit.part }));
    }
    case "undo": {
      const before = draft.past.at(-1);
      if (before === undefined) return draft;
      return settled({ ...draft, zones: before, past: draft.past.slice(0, -1), future: [draft.zones, ...draft.future] });
    }
    case "redo": {
      const [after, ...future] = draft.future;
      if (after === undefined) return draft;
      return settled({ ...draft, zones: after, past: [...draft.past, draft.zones], future });
    }
  }
}

export const chosenZone = (draft: Draft): Zone | null => (draft.zone === null ? null : (draft.zones[draft.zone] ?? null));

export function chosenPoint(draft: Draft): Point | null {
  return draft.point === null ? null : (chosenZone(draft)?.polygon[draft.point] ?? null);
}

/** Return the place that a point is drawn to: an edge of the picture, or a corner of a zone. */
export function snapped(at: Point, draft: Draft): Point {
  let [x, y] = at;
  for (const [i, zone] of draft.zones.entries()) {
    for (const [j, [px, py]] of zone.polygon.entries()) {
      const itself = i === draft.zone && j === draft.point;
      if (!itself && Math.abs(px - x) < SNAP && Math.abs(py - y) < SNAP) return [px, py];
    }
  }
  if (x < SNAP) x = 0;
  if (x > 1 - SNAP) x = 1;
  if (y < SNAP) y = 0;
  if (y > 1 - SNAP) y = 1;
  return [x, y];
}

/** Return what the service would refuse of a zone. */
export function faults(zone: Zone, zones: readonly Zone[]): Fault[] {
  const found: Fault[] = [];
  if (!/^[a-z0-9][a-z0-9_-]*$/.test(zone.id)) found.push("id");
  if (zones.filter((other) => other.id === zone.id).length > 1) found.push("doubled");
  if (zone.kind === "") found.push("kind");
  if (zone.polygon.length < 3) found.push("few");
  else if (zone.polygon.length > MOST_CORNERS) found.push("many");
  else if (crossesItself(zone.polygon)) found.push("crosses");
  else if (areaOf(zone.polygon) < 1e-5) found.push("flat");
  return found;
}

export function areaOf(polygon: readonly Point[]): number {
  let sum = 0;
  for (const [i, [x, y]] of polygon.entries()) {
    const [nx, ny] = polygon[(i + 1) % polygon.length] ?? [x, y];
    sum += x * ny - nx * y;
  }
  return Math.abs(sum) / 2;
}

export function crossesItself(polygon: readonly Point[]): boolean {
  const n = polygon.length;
  for (let i = 0; i < n; i++) {
    for (let j = i + 2; j < n; j++) {
      if (i === 0 && j === n - 1) continue; // neighbours
      const [a, b, c, d] = [polygon[i], polygon[i + 1], polygon[j], polygon[(j + 1) % n]];
      if (a && b && c && d && cross(a, b, c) * cross(a, b, d) < 0 && cross(c, d, a) * cross(c, d, b) < 0) return true;
    }
  }
  return false;
}

const cross = (a: Point, b: Point, c: Point): number => (b[0] - a[0]) * (c[1] - a[1]) - (b[1] - a[1]) * (c[0] - a[0]);

function kept(draft: Draft, zones: readonly Zone[]): Draft {
  if (zones === draft.zones) return draft;
  return { ...draft, zones, past: [...draft.past, draft.zones].slice(-STEPS_KEPT), future: [], dragging: false };
}

/** Choose nothing that is no more. */
function settled(draft: Draft): Draft {
  const zone = chosenZone(draft) === null ? null : draft.zone;
  const some = { ...draft, zone, dragging: false };
  return chosenPoint(some) === null ? { ...some, point: null } : some;
}

function withZone(draft: Draft, zone: Zone): readonly Zone[] {
  return draft.zones.map((other, i) => (i === draft.zone ? zone : other));
}

function withPoint(draft: Draft, to: Point): readonly Zone[] {
  const zone = chosenZone(draft);
  if (zone === null || draft.point === null) return draft.zones;
  return withZone(draft, { ...zone, polygon: zone.polygon.map((point, i) => (i === draft.point ? inside(to) : point)) });
}

function freeId(zones: readonly Zone[]): string {
  const used = new Set(zones.map((zone) => zone.id));
  let n = zones.length + 1;
  while (used.has(`zone-${n}`)) n++;
  return `zone-${n}`;
}
