// One job of the service, followed until its end.
import { useQuery } from "@tanstack/react-query";
import { ask, client } from "../../api/client";
import { useRefreshOn } from "../../api/LiveProvider";
import type { components } from "../../api/schema.gen";

export type Job = components["schemas"]["JobOut"];

export function useJob(id: string | null) {
  useRefreshOn(["job"], ["jobs"], 300);
  return useQuery({
    queryKey: ["jobs", id],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/jobs/{job_id}", { params: { path: { job_id: id ?? "" } }, signal })),
    enabled: id !== null,
    refetchInterval: (query) => (query.state.data?.state === "running" ? 1000 : false),
  });
}

export function useJobs() {
  return useQuery({ queryKey: ["jobs"], queryFn: ({ signal }) => ask(client.GET("/api/v1/jobs", { signal })) });
}
