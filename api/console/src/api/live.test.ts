import { afterEach, beforeEach, expect, test, vi } from "vitest";
import { LiveLine, type LiveEvent, type LiveState } from "./live";

// A socket whose other end the test holds.
class Wire {
  static made: Wire[] = [];
  static readonly OPEN = 1;
  readyState = 0;
  readonly said: unknown[] = [];
  onopen: (() => void) | null = null;
  onmessage: ((message: { data: string }) => void) | null = null;
  onclose: ((event: { code: number }) => void) | null = null;
  closed = false;
  readonly url: string;

  constructor(url: string) {
    this.url = url;
    Wire.made.push(this);
  }

  opens(): void {
    this.readyState = Wire.OPEN;
    this.onopen?.();
  }

  send(text: string): void {
    this.said.push(JSON.parse(text));
  }

  close(): void {
    this.closed = true;
  }

  say(seq: number, kind = "incident"): void {
    this.onmessage?.({ data: JSON.stringify([{ seq, kind, ref: `i-${seq}`, at: "2026-01-01T00:00:00Z", data: {} }]) });
  }
}

const newest = (): Wire => Wire.made.at(-1) as Wire;

beforeEach(() => {
  Wire.made = [];
  vi.useFakeTimers();
  vi.stubGlobal("WebSocket", Wire);
});
afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
});

function opened(denied = () => undefined) {
  const line = new LiveLine("ws://x/live", denied);
  const seen: number[] = [];
  const states: LiveState["is"][] = [];
  line.on((event: LiveEvent) => seen.push(event.seq));
  line.watch((state) => states.push(state.is));
  line.open();
  return { line, seen, states };
}

test("a cut resumes after the last event seen, so nothing is lost", () => {
  const { seen, states } = opened();
  newest().say(7);
  newest().onclose?.({ code: 1006 });
  vi.advanceTimersByTime(1000);
  expect(newest().url).toBe("ws://x/live?since=7");
  newest().say(8);
  expect(seen).toEqual([7, 8]);
  expect(states).toEqual(["live", "cut", "live"]);
});

test("a line that says nothing for longer than the service would is cut, though nobody closed it", () => {
  const { states } = opened();
  newest().say(1, "beat");
  vi.advanceTimersByTime(26_000);
  expect(states).toEqual(["live", "cut"]);
  expect(Wire.made[0]?.closed).toBe(true);
});

test("a service that is away is asked less and less often", () => {
  opened();
  for (let i = 0; i < 6; i += 1) {
    newest().onclose?.({ code: 1006 });
    vi.advanceTimersByTime(12_000);
  }
  const tries = Wire.made.length;
  newest().onclose?.({ code: 1006 });
  vi.advanceTimersByTime(7900);
  expect(Wire.made.length).toBe(tries);
});

test("who is not known is led to the door, not tried again", () => {
  const denied = vi.fn();
  opened(denied as () => undefined);
  newest().onclose?.({ code: 4401 });
  vi.advanceTimersByTime(60_000);
  expect(denied).toHaveBeenCalledOnce();
  expect(Wire.made.length).toBe(1);
});

test("what is watched is said when the line opens, again after a cut, and no longer when it is not shown", () => {
  const { line } = opened();
  const heard: unknown[] = [];
  const end = line.ask({ limit: 100 }, (told) => heard.push("body" in told ? told.body : told.change));
  expect(newest().said).toEqual([]);
  newest().opens();
  expect(newest().said).toEqual([{ name: "w1", watch: { limit: 100 } }]);
  newest().onmessage?.({ data: JSON.stringify({ name: "w1", body: { total: 3 } }) });
  newest().onmessage?.({ data: JSON.stringify({ name: "w1", change: { total: 4 } }) });
  newest().onclose?.({ code: 1006 });
  vi.advanceTimersByTime(1000);
  newest().opens();
  expect(newest().said).toEqual([{ name: "w1", watch: { limit: 100 } }]);
  end();
  expect(newest().said.at(-1)).toEqual({ name: "w1" });
  newest().onmessage?.({ data: JSON.stringify({ name: "w1", body: { total: 5 } }) });
  expect(heard).toEqual([{ total: 3 }, { total: 4 }]);
});
