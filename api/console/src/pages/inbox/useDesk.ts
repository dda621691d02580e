// What the inbox asks the service: the queue, one case, what waits; and the acts that it says.
import { keepPreviousData, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { useCallback, useRef } from "react";
import { ask, client } from "../../api/client";
import { useLiveEvents, useRefreshOn, useWatched } from "../../api/LiveProvider";
import { useMe } from "../../api/me";
import { useSettled } from "../../parts/useSettled";
import { patched, type Change } from "./patched";
import type { ActsIn, CaseView, Inbox } from "./types";

export type Which = "todo" | "all" | "held";
export const PAGE = 100; // lines asked for at once

export function useMyName(): string {
  return useMe().data?.name ?? "";
}

export function useInbox(which: Which, limit: number, group: string) {
  const queries = useQueryClient();
  const queryKey = ["inbox", which, limit, group];
  const wish = { limit, held: which === "held", waiting: which !== "all", ...(group === "" ? {} : { group }) };
  // What was fetched may come after what was told later: the newer one stays.
  const newer = (found: Inbox): Inbox => {
    const known = queries.getQueryData<Inbox>(queryKey);
    return known !== undefined && Date.parse(known.at) > Date.parse(found.at) ? known : found;
  };
  const told = useRef<Inbox | undefined>(undefined); // over the live line, last: changes start from it
  useWatched(wish, (news) => {
    const now = "body" in news ? (news.body as Inbox) : patched(told.current, news.change as Change);
    told.current = now;
    if (now === undefined) void queries.invalidateQueries({ queryKey });
    else queries.setQueryData(queryKey, newer(now));
  });
  return useQuery({
    queryKey,
    queryFn: async ({ signal }): Promise<Inbox> =>
      newer((await ask(client.GET("/api/v1/inbox", { params: { query: wish }, signal }))) as Inbox), // its boxes have four corners
    placeholderData: keepPreviousData, // no flicker while more is loaded or a group unfolds
  });
}

const caseOf = (id: string) => ({
  queryKey: ["case", id],
  queryFn: async ({ signal }: { signal: AbortSignal }): Promise<CaseView> => {
    const path = { incident_id: id };
    return (await ask(client.GET("/api/v1/incidents/{incident_id}/case", { params: { path }, signal }))) as CaseView;
  },
});

export function useCase(id: string | null) {
  const queries = useQueryClient();
  useLiveEvents(["incident", "pending", "claim"], (event) => {
    if (event.ref === id) void queries.invalidateQueries({ queryKey: ["case", id] });
  });
  return useQuery({ ...caseOf(id ?? ""), enabled: id !== null });
}

/** Ask ahead for the case that comes next, so that it is there at once; not before it has been the next for a while. */
export function useAhead(next: string | undefined, waitMs: number): void {
  const queries = useQueryClient();
  const id = useSettled(next, waitMs);
  useQuery({ ...caseOf(id ?? ""), enabled: id !== undefined && queries.getQueryData(["case", id]) === undefined, notifyOnChangeProps: [] });
}

export function usePending() {
  useRefreshOn(["pending"], ["pending"], 150);
  return useQuery({ queryKey: ["pending", "waiting"], queryFn: ({ signal }) => ask(client.GET("/api/v1/pending", { signal })) });
}

export function useRefused() {
  return useQuery({
    queryKey: ["pending", "refused"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/pending", { params: { query: { state: "refused" } }, signal })),
  });
}

export function useRejections() {
  return useQuery({ queryKey: ["rejections"], queryFn: ({ signal }) => ask(client.GET("/api/v1/rejections", { signal })), staleTime: Infinity });
}

export function useUnits() {
  return useQuery({ queryKey: ["units"], queryFn: ({ signal }) => ask(client.GET("/api/v1/units", { signal })), staleTime: 60_000 });
}

export type Said = Pick<ActsIn, "ids" | "act"> & Partial<ActsIn>;

export function useSay() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (said: Said) => ask(client.POST("/api/v1/incidents/acts", { body: { who: "", reason: "", text: "", unit: "", into: "", views: [], reports: [], ...said } })),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ["pending"] });
      void queries.invalidateQueries({ queryKey: ["inbox"] });
      void queries.invalidateQueries({ queryKey: ["case"] });
    },
  });
}

export function useTakeBack() {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: (ids: string[]) => ask(client.POST("/api/v1/pending/undo", { body: { ids, who: "" } })),
    onSettled: () => {
      void queries.invalidateQueries({ queryKey: ["pending"] });
      void queries.invalidateQueries({ queryKey: ["inbox"] });
    },
  });
}

export function usePutAway() {
  const queries = useQueryClient();
  return useCallback(
    async (id: string) => {
      await client.DELETE("/api/v1/pending/{act_id}", { params: { path: { act_id: id } } });
      await queries.invalidateQueries({ queryKey: ["pending"] });
    },
    [queries],
  );
}
