// The one way to the service: typed by its own OpenAPI document, with the session and the errors in one place.
import createClient from "openapi-fetch";
import { Problem, problemOf } from "./problem";
import type { paths } from "./schema.gen";

export const client = createClient<paths>({ baseUrl: window.location.origin, credentials: "same-origin" });

type Denied = () => void;
let denied: Denied = () => undefined;

/** Say what happens when the service no longer knows who we are. */
export function onDenied(act: Denied): void {
  denied = act;
}

/**
 * Return what was answered, or throw what went wrong as a `Problem`:
 * `await ask(client.GET("/api/v1/incidents/{incident_id}", { params: { path: { incident_id } } }))`.
 */
export async function ask<T>(
  asked: Promise<{ data?: T; error?: unknown; response: Response }>,
): Promise<NonNullable<T>> {
  let answer;
  try {
    answer = await asked;
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, "unreachable");
  }
  if (answer.response.status === 401) denied();
  if (!answer.response.ok) throw problemOf(answer.response.status, answer.error);
  return answer.data as NonNullable<T>; // 204 has none, and who asks for it wants none
}

/** Ask for what the typed client cannot carry: files up, bytes down. */
export async function raw(path: string, init: RequestInit = {}): Promise<Response> {
  let answer;
  try {
    // eslint-disable-next-line no-restricted-globals -- this is the one place
    answer = await fetch(path, { credentials: "same-origin", ...init });
  } catch (error) {
    if (error instanceof DOMException && error.name === "AbortError") throw error;
    throw new Problem(0, "unreachable");
  }
  if (answer.status === 401) denied();
  if (!answer.ok) throw problemOf(answer.status, await answer.json().catch(() => ({})));
  return answer;
}
