// Why a password was not taken, in the language of the page: the service tells it in English, rule by rule.
import { Problem } from "../api/problem";
import { people } from "../words/people";
import { useWords } from "../words/useWords";
import { useTold } from "./Trouble";

type W = (typeof people)["zh"];

export function faultsOf(detail: string, w: W): string[] {
  const found: string[] = [];
  const wait = /wait (\d+) s/.exec(detail);
  if (wait?.[1] !== undefined) found.push(w.wait(wait[1]));
  if (detail.includes("at least 12")) found.push(w.tooShort);
  if (detail.includes("your own name")) found.push(w.hasName);
  if (detail.includes("tried first")) found.push(w.common);
  if (detail.includes("not your password")) found.push(w.notYours);
  if (detail.includes("it is the old one")) found.push(w.same);
  if (detail.startsWith("code:")) found.push(w.wrongCode);
  return found;
}

export function useFault(): (error: unknown) => string {
  const w = useWords(people);
  const told = useTold();
  return (error) => {
    const known = error instanceof Problem ? faultsOf(error.message, w) : [];
    return known.length > 0 ? known.join(";") : told(error);
  };
}
