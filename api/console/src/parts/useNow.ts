// The service's time, as pages show it: one clock for all that tick alike, so that they are drawn together.
import { useSyncExternalStore } from "react";
import { serverNow } from "../api/time";

class Ticker {
  private now = serverNow();
  private timer: ReturnType<typeof setInterval> | undefined;
  private readonly listeners = new Set<() => void>();
  private readonly everyMs: number;

  constructor(everyMs: number) {
    this.everyMs = everyMs;
  }

  readonly subscribe = (listener: () => void): (() => void) => {
    this.listeners.add(listener);
    this.timer ??= setInterval(this.tick, this.everyMs);
    return () => {
      this.listeners.delete(listener);
      if (this.listeners.size > 0) return;
      clearInterval(this.timer);
      this.timer = undefined;
    };
  };

  /** As it was at the last tick; nobody listened, or the clock was put right: as it is. */
  readonly read = (): number => {
    const now = serverNow();
    if (Math.abs(now - this.now) > this.everyMs * 1.5) this.now = now;
    return this.now;
  };

  private readonly tick = (): void => {
    this.now = serverNow();
    for (const listener of [...this.listeners]) listener();
  };
}

const tickers = new Map<number, Ticker>();

/** Milliseconds since 1970 by the service's clock, anew every so often. */
export function useNow(everyMs: number): number {
  const ticker = tickers.get(everyMs) ?? new Ticker(everyMs);
  tickers.set(everyMs, ticker);
  return useSyncExternalStore(ticker.subscribe, ticker.read);
}
