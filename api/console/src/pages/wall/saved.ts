// Walls under a name, kept in this browser.
const KEY = "gridwatch.walls";
const MOST = 50;

export type Saved = Readonly<Record<string, string>>; // name to address

export function savedWalls(): Saved {
  try {
    const kept: unknown = JSON.parse(localStorage.getItem(KEY) ?? "{}");
    if (typeof kept !== "object" || kept === null) return {};
    return Object.fromEntries(Object.entries(kept).filter((one): one is [string, string] => typeof one[1] === "string").slice(0, MOST));
  } catch {
    return {};
  }
}

export function keepWalls(walls: Saved): Saved {
  try {
    localStorage.setItem(KEY, JSON.stringify(walls));
  } catch {
    // storage switched off: kept until the page is left
  }
  return walls;
}
