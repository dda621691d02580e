// What a source owner is called. Owners that every district has are translated; any other is shown as it is configured.
import { common } from "./common";
import { useWords } from "./useWords";

export function useOwner(): (owner: string) => string {
  const { ownerName } = useWords(common);
  return (owner) => ownerName[owner] ?? owner;
}
