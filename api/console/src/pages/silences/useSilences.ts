// What the page asks the service, and what it does there.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ask, client } from "../../api/client";
import { useLiveState, useRefreshOn } from "../../api/LiveProvider";
import { useMe } from "../../api/me";
import { serverNow } from "../../api/time";
import type { Matchers } from "./held";

const MOST_HELD = 2000;
const MOST_NAMED = 100; // cameras of silences; a silence of more says a grid or an owner
const HOUR_MS = 3_600_000;

export function useSilences(all: boolean) {
  useRefreshOn(["load"], ["silences"], 500);
  return useQuery({
    queryKey: ["silences", all],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/silences", { params: { query: { state: all ? "all" : "lasting" } }, signal })),
    refetchInterval: 30_000, // they begin and end by themselves
  });
}

export function useShelves() {
  useRefreshOn(["load", "incident"], ["shelves"], 500);
  return useQuery({ queryKey: ["shelves"], queryFn: ({ signal }) => ask(client.GET("/api/v1/shelves", { signal })), refetchInterval: 30_000 });
}

export function useHeld() {
  useRefreshOn(["load", "incident"], ["held"], 1000);
  return useQuery({
    queryKey: ["held"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/inbox", { params: { query: { held: true, waiting: false, limit: MOST_HELD } }, signal })),
  });
}

/** The load of the last hours, against its targets. */
export function useLoad(hours: number) {
  useRefreshOn(["load"], ["load-figures"], 5000);
  const line = useLiveState();
  return useQuery({
    enabled: line.is !== "connecting", // the first word of the line says what time it is there
    queryKey: ["load-figures", hours],
    queryFn: ({ signal }) =>
      ask(client.GET("/api/v1/load", { params: { query: { since: new Date(serverNow() - hours * HOUR_MS).toISOString() } }, signal })),
    refetchInterval: 60_000,
  });
}

/** Names of matters, grids and owners. */
export function useNames() {
  return useQuery({ queryKey: ["case-words"], queryFn: ({ signal }) => ask(client.GET("/api/v1/cases/words", { signal })), staleTime: 300_000 });
}

/** What cameras are called, by their ids; one that is gone, or not known yet, by its id. */
export function useCameraNames(ids: readonly string[]): (id: string) => string {
  const asked = [...new Set(ids)].sort().slice(0, MOST_NAMED);
  const { data } = useQuery({
    queryKey: ["cameras", "names", asked],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/cameras", { params: { query: { id: asked, limit: MOST_NAMED } }, signal })),
    enabled: asked.length > 0,
    staleTime: 300_000,
    placeholderData: (before) => before,
  });
  return (id) => data?.cameras.find((one) => one.id === id)?.name ?? id;
}

function useAct<T, R>(act: (given: T, who: string) => Promise<R>) {
  const queries = useQueryClient();
  const who = useMe().data?.name ?? "console";
  return useMutation({
    mutationFn: (given: T) => act(given, who),
    onSettled: () => Promise.all([["silences"], ["shelves"], ["held"], ["inbox"]].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}

export interface NewSilence {
  readonly kind: "silence" | "weather";
  readonly matchers: Matchers;
  readonly why: string;
  readonly ends_at: string;
  readonly sending: boolean;
}

export const useMake = () => useAct((made: NewSilence, who) => ask(client.POST("/api/v1/silences", { body: { ...made, who } })));

export const useMove = () =>
  useAct(({ id, why, ends_at }: { id: string; why: string; ends_at: string }, who) =>
    ask(client.PATCH("/api/v1/silences/{silence_id}", { params: { path: { silence_id: id } }, body: { who, why, ends_at } })),
  );

export const useEnd = () =>
  useAct(({ id, why }: { id: string; why: string }, who) =>
    ask(client.DELETE("/api/v1/silences/{silence_id}", { params: { path: { silence_id: id }, query: { who, why } } })),
  );

export const useTakeDown = () =>
  useAct(({ id, why }: { id: string; why: string }, who) =>
    ask(client.DELETE("/api/v1/incidents/{incident_id}/shelf", { params: { path: { incident_id: id }, query: { who, why } } })),
  );
