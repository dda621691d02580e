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

/** What is watched, as it is told: whole at first and after a cut, later only how it differs from what was told before. */
export type Told = { readonly body: unknown } | { readonly change: unknown };

interface Watch {
  readonly wish: Readonly<Record<string, unknown>>;
  readonly heard: (told: Told) => void;
}

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
  private named = 0;
  private readonly watches = new Map<string, Watch>();
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
    socket.onopen = () => {
      for (const [name, { wish }] of this.watches) socket.send(JSON.stringify({ name, watch: wish }));
    };
    socket.onmessage = (message) => {
      if (socket !== this.socket) return;
      this.heard = new Date();
      this.listen();
      this.tries = 0;
      const told = JSON.parse(String(message.data)) as LiveEvent[] | (Told & { readonly name: string });
      if (!Array.isArray(told)) {
        this.watches.get(told.name)?.heard(told);
        return;
      }
      for (const event of told) {
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

  /** Be told an answer at once and whenever it has changed; what is returned ends it. */
  ask(wish: Readonly<Record<string, unknown>>, heard: (told: Told) => void): () => void {
    const name = `w${++this.named}`;
    this.watches.set(name, { wish, heard });
    this.say({ name, watch: wish });
    return () => {
      this.watches.delete(name);
      this.say({ name });
    };
  }

  private say(message: object): void {
    if (this.socket?.readyState === WebSocket.OPEN) this.socket.send(JSON.stringify(message));
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
