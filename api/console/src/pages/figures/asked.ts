// Which figure is asked for, as the address says it. Pure.
import { filtersOf, type Filters } from "../cases/query";

export const FIGURES = ["alarms", "confirmed", "times", "false_alarms", "on_time", "deliveries"] as const;
export type FigureName = (typeof FIGURES)[number];
export const SPANS: readonly number[] = [1, 7, 30, 90, 365];
const STEP_MS = 300_000; // an address without a time asks the same question for five minutes
const FIRST_BY: Readonly<Record<FigureName, string>> = { alarms: "hour", confirmed: "matter", times: "unit", false_alarms: "owner", on_time: "day", deliveries: "receiver" };
const FIRST_METRIC: Readonly<Record<FigureName, readonly string[]>> = {
  alarms: ["per_seat_hour"], confirmed: ["confirmed_share"], times: ["whole_p50", "whole_p90"], false_alarms: ["per_camera_day"], on_time: ["share"], deliveries: ["accepted_share"],
};

export interface Asked {
  readonly name: FigureName;
  readonly by: string;
  readonly days: number | null; // null: days chosen by hand
  readonly metrics: readonly string[];
  readonly filters: Filters; // with the time
}

export function askedOf(params: URLSearchParams, now: number): Asked {
  const name = FIGURES.find((one) => one === params.get("figure")) ?? "alarms";
  const chosen = params.has("from") || params.has("to");
  const days = chosen ? null : (SPANS.find((span) => String(span) === params.get("days")) ?? 7);
  const filters: Record<string, Filters[string]> = { ...filtersOf(params) };
  if (days !== null) {
    const end = Math.ceil(now / STEP_MS) * STEP_MS;
    filters.from = new Date(end - days * 86_400_000).toISOString();
    filters.to = new Date(end).toISOString();
  }
  const metric = params.get("metric");
  return { name, by: params.get("by") ?? FIRST_BY[name], days, metrics: metric === null ? FIRST_METRIC[name] : [metric], filters };
}
