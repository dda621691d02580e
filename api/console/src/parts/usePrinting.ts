// Whether the page is being put on paper: what is folded up on the screen lies open there.
import { useSyncExternalStore } from "react";

const paper = () => matchMedia("print");

const onChange = (heard: () => void) => {
  const query = paper();
  query.addEventListener("change", heard);
  return () => query.removeEventListener("change", heard);
};

// an external store, for its changes are drawn at once: the browser copies the page right after it has told this one
export const usePrinting = (): boolean => useSyncExternalStore(onChange, () => paper().matches);
