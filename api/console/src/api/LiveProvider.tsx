// Gives pages the live line: its state, and its events.
import { useQueryClient, type QueryKey } from "@tanstack/react-query";
import { createContext, use, useEffect, useMemo, useRef, useSyncExternalStore, type ReactNode } from "react";
import { LiveLine, type LiveEvent, type LiveState, type Told } from "./live";
import { setServerTime } from "./time";

const Line = createContext<LiveLine | null>(null);

export function LiveProvider({ onDenied, children }: { onDenied: () => void; children: ReactNode }) {
  const queries = useQueryClient();
  const line = useMemo(() => {
    const url = `${window.location.protocol === "https:" ? "wss" : "ws"}://${window.location.host}/api/v1/live`;
    return new LiveLine(url, onDenied);
  }, [onDenied]);
  useEffect(() => {
    const stop = line.on((event) => {
      if (event.kind === "beat") setServerTime(event.at);
    });
    // After a cut everything shown is asked for again: what the journal has forgotten meanwhile is not missed either.
    let wasCut = false;
    const unwatch = line.watch((state) => {
      if (state.is === "live" && wasCut) void queries.invalidateQueries();
      wasCut = state.is === "cut";
    });
    line.open();
    return () => {
      stop();
      unwatch();
      line.close();
    };
  }, [line, queries]);
  return <Line value={line}>{children}</Line>;
}

function useLine(): LiveLine {
  const line = use(Line);
  if (line === null) throw new Error("outside of LiveProvider");
  return line;
}

export function useLiveState(): LiveState {
  const line = useLine();
  return useSyncExternalStore(
    (tell) => line.watch(tell),
    () => line.state,
  );
}

/** Call `act` for every event of these kinds while the component is shown. */
export function useLiveEvents(kinds: readonly string[], act: (event: LiveEvent) => void): void {
  const line = useLine();
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  const wanted = kinds.join(" ");
  useEffect(() => {
    const those = new Set(wanted.split(" "));
    return line.on((event) => {
      if (those.has(event.kind)) latest.current(event);
    });
  }, [line, wanted]);
}

/** Be told the answer to a wish whenever it has changed, while the component is shown. */
export function useWatched(wish: Readonly<Record<string, unknown>>, heard: (told: Told) => void): void {
  const line = useLine();
  const latest = useRef(heard);
  useEffect(() => {
    latest.current = heard;
  });
  const wanted = JSON.stringify(wish);
  useEffect(() => line.ask(JSON.parse(wanted) as Record<string, unknown>, (told) => latest.current(told)), [line, wanted]);
}

/** Ask for `key` again when something of these kinds happens, at most once in `everyMs`. */
export function useRefreshOn(kinds: readonly string[], key: QueryKey, everyMs = 500): void {
  const queries = useQueryClient();
  const waiting = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  useEffect(() => () => clearTimeout(waiting.current), []);
  useLiveEvents(kinds, () => {
    waiting.current ??= setTimeout(() => {
      waiting.current = undefined;
      void queries.invalidateQueries({ queryKey: key });
    }, everyMs);
  });
}
