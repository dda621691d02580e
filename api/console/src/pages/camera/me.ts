// Under which name one holds a camera.
import { useQuery } from "@tanstack/react-query";
import { ask, client } from "../../api/client";

/** The name that the service knows us by; a session without a person holds cameras as "console". */
export function useMyName(): string {
  const me = useQuery({ queryKey: ["me"], queryFn: ({ signal }) => ask(client.GET("/api/v1/me", { signal })), staleTime: Infinity });
  return me.data?.name ?? "console";
}
