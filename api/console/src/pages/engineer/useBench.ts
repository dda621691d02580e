// One question to the workbench; what it answers is told by told.ts.
import { useQuery } from "@tanstack/react-query";
import { raw } from "../../api/client";

export async function bench<T>(path: string, signal?: AbortSignal): Promise<T> {
  return (await (await raw(`/api/v1/workbench/${path}`, signal ? { signal } : {})).json()) as T;
}

export function useBench<T>(path: string | null) {
  return useQuery({
    queryKey: ["workbench", path],
    queryFn: ({ signal }) => bench<T>(path ?? "", signal),
    enabled: path !== null,
  });
}

/** Send something and return what was answered. */
export async function tell<T>(method: "POST" | "PUT", path: string, body: unknown, headers: Record<string, string> = {}): Promise<T> {
  const answer = await raw(`/api/v1/workbench/${path}`, {
    method,
    body: JSON.stringify(body),
    headers: { "content-type": "application/json", ...headers },
  });
  return (await answer.json()) as T;
}
