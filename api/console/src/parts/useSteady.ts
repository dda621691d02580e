// One function for as long as a component is shown, for parts that are drawn anew only when what they are given changes.
import { useCallback, useEffect, useRef } from "react";

/** Return a function that stays the same and does what the latest `act` does. */
export function useSteady<A extends unknown[]>(act: (...given: A) => void): (...given: A) => void {
  const latest = useRef(act);
  useEffect(() => {
    latest.current = act;
  });
  return useCallback((...given: A) => latest.current(...given), []);
}
