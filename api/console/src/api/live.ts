// The live line: one WebSocket, reopened from the last event seen, so that nothing is lost by a cut.
// Server-Sent Events would do but for one thing: a browser opens six of them to a host, over all its tabs.

export interface LiveEvent {
  readonly seq: number; // resume after it
  readonly kind: string; // "incident" | "camera" | "delivery" | "outage" | "load" | "beat" ...
  readonly ref: string; // id of what it is about
  readonly at: string; // ISO time, UTC
  readonly data: Readonly<Record<string, unknown>>;
}

export type LiveState =
  | { readonly is: "connecting" }
  | { readonly is: "live" }
  | { readonly is: "cut"; readonly since: Date }; // when we last heard anything

type Listener = (event: LiveEvent) => void;
type Watcher = (state: LiveState) => void;

const SILENCE_MS = 25_000; // the service says something every 10 s
const RETRY_MS = [500, 1000, 2000, 4000, 8000]; // with up to half as much again by chance
const DENIED = 4401; // close code: who are you?

export class LiveLine {
  state: LiveState = { is: "connecting" };
  private seq: number | null = null;
  private socket: WebSocket | null = null;
  private heard = new Date();
  private silence: ReturnType<typeof setTimeout> | undefined;
  private retry: ReturnType<typeof setTimeout> | undefined;
  private tries = 0;
  private readonly listeners = new Set<Listener>();
  private readonly watchers = new Set<Watcher>();
  private readonly url: string;
  private readonly denied: () => void;

  constructor(url: string, denied: () => void) {
    this.url = url;
    this.denied = denied;
  }

  open(): void {
    this.close();
    const socket = new WebSocket(this.seq === null ? this.url : `${this.url}?since=${this.seq}`);
    this.socket = socket;
    this.listen();
    socket.onmessage = (message) => {
      if (socket !== this.socket) return;
      this.heard = new Date();
      this.listen();
      this.tries = 0;
      for (const event of JSON.parse(String(message.data)) as LiveEvent[]) {
        this.seq = event.seq;
        if (this.state.is !== "live") this.become({ is: "live" });
        for (const listener of [...this.listeners]) listener(event);
      }
    };
    socket.onclose = (event) => {
      if (socket !== this.socket) return;
      if (event.code === DENIED) {
        this.close();
        this.denied();
      } else this.again();
    };
  }

  close(): void {
    clearTimeout(this.silence);
    clearTimeout(this.retry);
    const socket = this.socket;
    this.socket = null;
    socket?.close();
  }

  /** Hear every event; the answer ends it. */
  on(listener: Listener): () => void {
    this.listeners.add(listener);
    return () => this.listeners.delete(listener);
  }

  /** Hear how the line is; the answer ends it. */
  watch(watcher: Watcher): () => void {
    this.watchers.add(watcher);
    return () => this.watchers.delete(watcher);
  }

  private listen(): void {
    clearTimeout(this.silence);
    this.silence = setTimeout(() => this.again(), SILENCE_MS);
  }

  private again(): void {
    const wait = RETRY_MS[Math.min(this.tries, RETRY_MS.length - 1)] ?? 8000;
    this.tries += 1;
    this.close();
    this.become({ is: "cut", since: this.heard });
    this.retry = setTimeout(() => this.open(), wait * (1 + Math.random() / 2));
  }

  private become(state: LiveState): void {
    this.state = state;
    for (const watcher of [...this.watchers]) watcher(state);
  }
}
