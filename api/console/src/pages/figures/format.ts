// Numbers of figures as people read them. Pure.

export type Unit = "count" | "share" | "seconds" | "per_hour" | "per_day" | "hours";

/** What a chart's axis counts: shares in percent, lengths in hours. */
export function plotted(value: number | null | undefined, unit: Unit): number | null {
  if (value === null || value === undefined) return null;
  if (unit === "share") return Math.round(value * 10_000) / 100;
  if (unit === "seconds") return Math.round((value / 3600) * 1000) / 1000;
  return Math.round(value * 10_000) / 10_000;
}

/** A value in a cell of the table. */
export function shown(value: number | null | undefined, unit: Unit, language: "zh" | "en"): string {
  if (value === null || value === undefined) return "–";
  if (unit === "share") return `${(value * 100).toFixed(1)}%`;
  if (unit === "seconds") return length(value, language);
  if (unit === "count") return value.toLocaleString(language === "zh" ? "zh-CN" : "en-GB");
  return value.toLocaleString(language === "zh" ? "zh-CN" : "en-GB", { maximumFractionDigits: value < 0.1 ? 3 : value < 10 ? 2 : 1 });
}

function length(seconds: number, language: "zh" | "en"): string {
  const [s, min, h, d] = language === "zh" ? ["秒", "分", "小时", "天"] : [" s", " min", " h", " d"];
  if (seconds < 90) return `${String(Math.round(seconds))}${s}`;
  if (seconds < 5400) return `${String(Math.round(seconds / 60))}${min}`;
  if (seconds < 172_800) return `${(seconds / 3600).toFixed(1)}${h}`;
  return `${(seconds / 86_400).toFixed(1)}${d}`;
}

/** Whether a value is within what is agreed; null where nothing is, or where there is no value. */
export function good(value: number | null | undefined, column: { limit: number | null; least: boolean }): boolean | null {
  if (value === null || value === undefined || column.limit === null) return null;
  return column.least ? value >= column.limit : value <= column.limit;
}
