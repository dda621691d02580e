// A wall is its address: which cameras, how many at once, how fast they change. Pure.

export const SIZES = [1, 4, 9, 16, 25] as const;
export const TOURS = [5, 10, 15, 30, 60] as const;
export const MOST = 100; // cameras of a tour

export interface Wall {
  readonly cams: readonly string[];
  readonly size: number; // tiles
  readonly tour: number; // seconds of a screen; 0: none
  readonly page: number;
  readonly live: ReadonlySet<string>;
}

const list = (text: string | null): string[] => [...new Set((text ?? "").split(",").filter(Boolean))].slice(0, MOST);

export function readWall(search: URLSearchParams): Wall {
  const cams = list(search.get("cams"));
  const asked = Number(search.get("n"));
  const fits = SIZES.find((size) => size >= cams.length) ?? 25;
  const size = SIZES.find((one) => one === asked) ?? fits;
  const tour = TOURS.find((one) => one === Number(search.get("tour"))) ?? 0;
  const pages = pagesOf(cams.length, size);
  const page = Math.min(Math.max(0, Math.trunc(Number(search.get("page")) || 0)), pages - 1);
  return { cams, size, tour, page, live: new Set(list(search.get("live")).filter((id) => cams.includes(id))) };
}

export function writeWall(wall: Wall): URLSearchParams {
  const search = new URLSearchParams();
  if (wall.cams.length > 0) search.set("cams", wall.cams.join(","));
  search.set("n", String(wall.size));
  if (wall.tour > 0) search.set("tour", String(wall.tour));
  if (wall.page > 0) search.set("page", String(wall.page));
  if (wall.live.size > 0) search.set("live", [...wall.live].join(","));
  return search;
}

export const pagesOf = (cameras: number, size: number): number => Math.max(1, Math.ceil(cameras / size));

export function shownOf(wall: Wall): readonly string[] {
  return wall.cams.slice(wall.page * wall.size, (wall.page + 1) * wall.size);
}

export function turned(wall: Wall, by: number): Wall {
  const pages = pagesOf(wall.cams.length, wall.size);
  return { ...wall, page: (((wall.page + by) % pages) + pages) % pages };
}

/**
 * The wall with more cameras, each once and MOST at most: at the end, or right after one of its own, so that the same
 * place lies side by side. Without a tour it grows until all are in sight. It stands at the screen that shows them.
 */
export function added(wall: Wall, more: readonly string[], after?: string): Wall {
  const fresh = more.filter((id) => !wall.cams.includes(id)).slice(0, MOST - wall.cams.length);
  const beside = after === undefined ? -1 : wall.cams.indexOf(after);
  const at = beside < 0 ? wall.cams.length : beside + 1;
  const cams = wall.cams.toSpliced(at, 0, ...fresh);
  const size = cams.length > wall.size && wall.tour === 0 ? (SIZES.find((one) => one >= cams.length) ?? 25) : wall.size;
  const page = fresh.length === 0 ? wall.page : Math.floor((beside < 0 ? at : beside) / size);
  return { ...wall, cams, size, page };
}

/** Return the tile that an arrow key leads to; the same where there is none. */
export function beside(at: number, key: string, tiles: number, size: number): number {
  const side = Math.round(Math.sqrt(size));
  const by = { ArrowLeft: -1, ArrowRight: 1, ArrowUp: -side, ArrowDown: side }[key] ?? 0;
  const to = at + by;
  return to >= 0 && to < tiles ? to : at;
}
