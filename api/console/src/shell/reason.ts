// Why pictures are looked at, where that is asked: kept by the browser for a quarter of an hour, sent along with each picture. Pure.
export const REASON_S = 900; // seconds
const NAME = "gridwatch_reason";
const LONGEST = 200; // characters

/** The reason in a page's cookies; empty without one. */
export function reasonIn(cookies: string): string {
  const found = cookies.split("; ").find((one) => one.startsWith(`${NAME}=`));
  try {
    return found === undefined ? "" : decodeURIComponent(found.slice(NAME.length + 1));
  } catch {
    return ""; // not ours
  }
}

/** The cookie that says a reason; an empty one takes it back. */
export function reasonCookie(reason: string, secure: boolean): string {
  const said = encodeURIComponent(reason.trim().slice(0, LONGEST));
  return `${NAME}=${said}; path=/; max-age=${said === "" ? 0 : REASON_S}; samesite=strict${secure ? "; secure" : ""}`;
}
