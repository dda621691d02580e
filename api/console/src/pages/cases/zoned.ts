// Days of the district's calendar as instants, and back. Pure.

/** How far a zone's clock is ahead of UTC at an instant, in milliseconds. */
function ahead(zone: string, at: number): number {
  const parts = new Intl.DateTimeFormat("en-US", {
    timeZone: zone, hourCycle: "h23", year: "numeric", month: "numeric", day: "numeric", hour: "numeric", minute: "numeric", second: "numeric",
  }).formatToParts(at);
  const of = (type: string) => Number(parts.find((part) => part.type === type)?.value);
  return Date.UTC(of("year"), of("month") - 1, of("day"), of("hour"), of("minute"), of("second")) - Math.floor(at / 1000) * 1000;
}

/** The instant at which a day ("2026-11-02") begins, `plus` days later, as ISO 8601 in UTC. */
export function dayStart(day: string, zone: string, plus = 0): string {
  const [year = 0, month = 1, date = 1] = day.split("-").map(Number);
  const naive = Date.UTC(year, month - 1, date + plus);
  const guess = naive - ahead(zone, naive);
  return new Date(naive - ahead(zone, guess)).toISOString().replace(".000Z", "Z");
}

/** The day on which an instant lies. `before`: of the moment before it, for ends that are not part of a time. */
export function dayOf(at: string, zone: string, before = false): string {
  const instant = Date.parse(at) - (before ? 1 : 0);
  if (Number.isNaN(instant)) return "";
  return new Intl.DateTimeFormat("en-CA", { timeZone: zone, year: "numeric", month: "2-digit", day: "2-digit" }).format(instant);
}
