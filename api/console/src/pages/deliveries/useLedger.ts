// What the page asks the service, and what it does there. Reasons go into the audit by the header X-Reason.
import { useInfiniteQuery, useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ask, client, raw } from "../../api/client";
import { useRefreshOn } from "../../api/LiveProvider";
import { queryOf, type Filters, type State } from "./filters";

const PAGE = 100;

export function useReceivers() {
  useRefreshOn(["delivery", "incident"], ["receivers"], 2000);
  return useQuery({ queryKey: ["receivers"], queryFn: ({ signal }) => ask(client.GET("/api/v1/receivers", { signal })), refetchInterval: 15_000 });
}

export function useLedger(filters: Filters) {
  useRefreshOn(["delivery", "incident"], ["ledger"], 2000);
  return useInfiniteQuery({
    queryKey: ["ledger", filters],
    initialPageParam: "",
    queryFn: ({ signal, pageParam }) =>
      ask(client.GET("/api/v1/ledger", { params: { query: { ...queryOf(filters), limit: PAGE, ...(pageParam === "" ? {} : { before: pageParam }) } }, signal })),
    getNextPageParam: (page) => page.next,
    placeholderData: (before) => before, // no flicker while a filter changes
    maxPages: 20, // 2,000 rows; beyond, a filter serves better
  });
}

export function useAttempts(id: string) {
  useRefreshOn(["delivery"], ["attempts", id], 1000);
  return useQuery({
    queryKey: ["attempts", id],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/deliveries/{delivery_id}/attempts", { params: { path: { delivery_id: id } }, signal })),
  });
}

export function useBody(id: string) {
  return useQuery({
    queryKey: ["delivery-body", id],
    queryFn: async ({ signal }) => (await raw(`/api/v1/deliveries/${encodeURIComponent(id)}/body`, { signal })).text(),
    staleTime: Infinity, // the same bytes in every attempt
  });
}

export function useInbound() {
  return useQuery({
    queryKey: ["inbound"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/ledger/inbound", { params: { query: { limit: 500 } }, signal })),
    refetchInterval: 15_000,
  });
}

/** What shall be sent again: these rows, or all that a receiver, a time and states name. */
export interface Wish {
  readonly ids: readonly string[];
  readonly receiver: string;
  readonly since: string;
  readonly until: string;
  readonly states: readonly State[];
}

const bodyOf = (wish: Wish, dry: boolean) => ({
  ids: [...wish.ids],
  receiver: wish.receiver || null,
  since: wish.since || null,
  until: wish.until || null,
  states: [...wish.states],
  dry_run: dry,
});

export const reasoned = (reason: string) => ({ "X-Reason": encodeURIComponent(reason) });

export function useDryRun(wish: Wish) {
  return useQuery({
    queryKey: ["replay-count", wish],
    queryFn: async ({ signal }) => (await ask(client.POST("/api/v1/deliveries/replay", { body: bodyOf(wish, true), signal }))).would_requeue ?? 0,
    staleTime: 0,
    gcTime: 0,
  });
}

/** Afterwards both the receivers and the ledger are asked for again. */
function useAct<T, R>(act: (given: T) => Promise<R>) {
  const queries = useQueryClient();
  return useMutation({
    mutationFn: act,
    onSettled: () => Promise.all([["receivers"], ["ledger"], ["attempts"]].map((queryKey) => queries.invalidateQueries({ queryKey }))),
  });
}

export function useReplay() {
  return useAct(async ({ wish, reason }: { wish: Wish; reason: string }) =>
    (await ask(client.POST("/api/v1/deliveries/replay", { body: bodyOf(wish, false), headers: reasoned(reason) }))).requeued ?? 0,
  );
}

export function useEnable() {
  return useAct(async ({ name, reason }: { name: string; reason: string }) =>
    (await ask(client.POST("/api/v1/receivers/{name}/enable", { params: { path: { name } }, headers: reasoned(reason) }))).requeued ?? 0,
  );
}

export function useSendTest() {
  return useAct((name: string) => ask(client.POST("/api/v1/receivers/{name}/test", { params: { path: { name } } })));
}

export function usePreview(name: string, incident: string) {
  return useQuery({
    queryKey: ["preview", name, incident],
    queryFn: ({ signal }) =>
      ask(client.GET("/api/v1/receivers/{name}/preview", { params: { path: { name }, query: incident === "" ? {} : { incident } }, signal })),
    gcTime: 0,
    retry: false,
  });
}
