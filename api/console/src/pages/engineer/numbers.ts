// Numbers of scorecards as people read them. Pure.
export const share = (value: number | null | undefined): string => (value === null || value === undefined ? "–" : value.toFixed(3));
export const signed = (value: number): string => `${value >= 0 ? "+" : ""}${value.toFixed(3)}`;
export const seconds = (value: number | null | undefined): string =>
  value === null || value === undefined ? "–" : value < 120 ? `${value.toFixed(0)} s` : `${(value / 60).toFixed(1)} min`;
