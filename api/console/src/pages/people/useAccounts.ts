// Accounts, and everything that an administrator does to them.
import { useMutation, useQuery, useQueryClient } from "@tanstack/react-query";
import { ask, client } from "../../api/client";
import { Problem } from "../../api/problem";
import type { components } from "../../api/schema.gen";
import { useTold } from "../../parts/Trouble";
import { people } from "../../words/people";
import { useWords } from "../../words/useWords";
import { users } from "./words";

export type User = components["schemas"]["UserOut"];
export type Made = components["schemas"]["UserMadeOut"];
export type NewUser = components["schemas"]["UserIn"];
export type Change = components["schemas"]["UserChange"];

export function useUsers() {
  return useQuery({
    queryKey: ["users"],
    queryFn: ({ signal }) => ask(client.GET("/api/v1/users", { signal })),
    refetchInterval: 30_000, // logins, locks
  });
}

export function useUserActs() {
  const queries = useQueryClient();
  const onSuccess = () => queries.invalidateQueries({ queryKey: ["users"] });
  const of = (name: string) => ({ params: { path: { name } } });
  return {
    add: useMutation({ mutationFn: (body: NewUser) => ask(client.POST("/api/v1/users", { body })), onSuccess }),
    change: useMutation({
      mutationFn: ({ name, body }: { name: string; body: Change }) => ask(client.PATCH("/api/v1/users/{name}", { ...of(name), body })),
      onSuccess,
    }),
    reset: useMutation({
      mutationFn: ({ name, second_factor }: { name: string; second_factor: boolean }) =>
        ask(client.POST("/api/v1/users/{name}/reset", { ...of(name), body: { second_factor } })),
      onSuccess,
    }),
    unlock: useMutation({ mutationFn: (name: string) => ask(client.POST("/api/v1/users/{name}/unlock", of(name))), onSuccess }),
  };
}

/** What went wrong, in the language of the page. */
export function useUserFault(): (error: unknown) => string {
  const w = useWords(users);
  const p = useWords(people);
  const told = useTold();
  return (error) => {
    const detail = error instanceof Problem ? error.message : "";
    if (detail.includes("last administrator")) return w.last_admin;
    if (taken(detail)) return w.taken;
    if (badName(detail)) return p.nameRule;
    return told(error);
  };
}

const taken = (detail: string) => detail.includes("of this name");
const badName = (detail: string) => detail.startsWith("name:");

/** Whether it is the user name that is refused: then it is told beside it. */
export function isAboutName(error: unknown): boolean {
  return error instanceof Problem && (taken(error.message) || badName(error.message));
}
