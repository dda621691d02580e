// Numbers of scorecards as people read them. Pure.
export const share = (value: number | null | undefined): string => (value === null || value === undefined ? "–" : value.toFixed(3));
export const signed = (value: number): string => `${value >= 0 ? "+" : ""}${value.toFixed(3)}`;
export const seconds = (value: number | null | undefined): string =>
  value === null || value === undefined ? "–" : value < 120 ? `${value.toFixed(0)} s` : `${(value / 60).toFixed(1)} min`;

/** Camera-days: a clip of a minute is a small one, and not none. */
export const days = (value: number | undefined): string => (value === undefined ? "–" : value === 0 || value >= 0.1 ? value.toFixed(2) : value.toPrecision(2));
