// An opened case is its operator's while it stays open: claimed, renewed, given back.
import { useCallback, useEffect, useRef, useState } from "react";
import { ask, client } from "../../api/client";
import { useLiveEvents } from "../../api/LiveProvider";
import { isProblem } from "../../api/problem";
import { serverNow } from "../../api/time";
import type { Claim } from "./types";

const SETTLES_MS = 400; // who only passes by claims nothing
const WATCHED_MS = 1000; // how often it is checked whether a colleague's claim has run out

export interface Hold {
  readonly id: string;
  readonly other: { readonly who: string; readonly until: string } | null; // somebody else has it
}

/** Give a case back; also from a page that is being closed. */
const giveBack = (id: string): void =>
  void client.DELETE("/api/v1/incidents/{incident_id}/claim", { params: { path: { incident_id: id } }, keepalive: true }).catch(() => undefined);

/** Hold a case while it is open here; `takeOver` takes it from whoever has it. */
export function useClaim(id: string | null, me: string, claimS: number): { other: Hold["other"]; takeOver: () => Promise<string | null> } {
  const [hold, setHold] = useState<Hold | null>(null);
  const opened = useRef<string | null>(null);
  const mine = useRef<string | null>(null);
  const claim = useCallback(async (wanted: string, over: boolean): Promise<Claim | null> => {
    const path = { incident_id: wanted };
    try {
      const made = await ask(client.POST("/api/v1/incidents/{incident_id}/claim", { params: { path }, body: { who: "", take_over: over } }));
      if (opened.current === wanted) mine.current = wanted;
      else giveBack(wanted); // left while it was being claimed
      setHold({ id: wanted, other: null });
      return made;
    } catch (error) {
      if (!isProblem(error, 409)) return null; // who may not claim looks on; a cut is told elsewhere
      const { who, until } = error.body;
      setHold({ id: wanted, other: { who: String(who), until: String(until) } });
      return null;
    }
  }, []);
  useEffect(() => {
    if (id === null || me === "") return undefined;
    opened.current = id;
    const leave = () => {
      if (mine.current === id) giveBack(id);
      mine.current = null;
    };
    const first = setTimeout(() => void claim(id, false), SETTLES_MS);
    const renewal = setInterval(() => void claim(id, false), Math.max(10, claimS / 3) * 1000);
    window.addEventListener("pagehide", leave);
    return () => {
      clearTimeout(first);
      clearInterval(renewal);
      window.removeEventListener("pagehide", leave);
      opened.current = null;
      leave();
    };
  }, [id, me, claimS, claim]);
  useLiveEvents(["claim"], (event) => {
    if (event.ref !== id) return;
    const { who, until } = event.data;
    const other = who !== me && Date.parse(String(until)) > serverNow();
    if (who !== me) mine.current = null;
    setHold({ id: event.ref, other: other ? { who: String(who), until: String(until) } : null });
    if (who !== me && !other) void claim(event.ref, false); // given back while it is open here
  });
  const other = hold !== null && hold.id === id ? hold.other : null;
  const until = other?.until;
  useEffect(() => {
    if (id === null || until === undefined) return undefined;
    const ends = Date.parse(until);
    const watched = setInterval(() => {
      if (serverNow() >= ends) void claim(id, false); // whoever had it is gone: nobody tells of that
    }, WATCHED_MS);
    return () => clearInterval(watched);
  }, [id, until, claim]);
  const takeOver = useCallback(async () => {
    if (id === null) return null;
    const made = await claim(id, true);
    return made === null ? null : made.who;
  }, [id, claim]);
  return { other, takeOver };
}
