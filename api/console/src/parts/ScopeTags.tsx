// A scope in words: names of grids where they are known, else their codes.
import { Tag } from "antd";
import { useMemo } from "react";
import { useDistrict } from "../api/me";
import { people } from "../words/people";
import { useOwner } from "../words/useOwner";
import { useWords } from "../words/useWords";

export interface Scope {
  readonly grids: readonly string[];
  readonly owners: readonly string[];
}

export interface Cell {
  readonly code: string;
  readonly name: string;
  readonly level: string; // district, street, community, grid
}

/** Every grid cell of the district, by code. */
export function useCells(): ReadonlyMap<string, Cell> {
  const district: unknown = useDistrict().data;
  return useMemo(() => {
    const cells = new Map<string, Cell>();
    const grid = (district as { grid?: { features?: readonly { properties?: Record<string, unknown> }[] } } | undefined)?.grid;
    for (const { properties } of grid?.features ?? []) {
      const code = properties?.code;
      if (typeof code !== "string") continue;
      const name = properties?.name;
      const level = properties?.level;
      cells.set(code, { code, name: typeof name === "string" ? name : code, level: typeof level === "string" ? level : "" });
    }
    return cells;
  }, [district]);
}

export function ScopeTags({ scope }: { scope: Scope }) {
  const w = useWords(people);
  const ownerOf = useOwner();
  const cells = useCells();
  if (scope.grids.length === 0 && scope.owners.length === 0) return <span>{w.everything}</span>;
  return (
    <span style={{ display: "inline-flex", flexWrap: "wrap", gap: 4 }}>
      {scope.grids.map((code) => (
        <Tag key={code} title={code}>{cells.get(code)?.name ?? code}</Tag>
      ))}
      {scope.owners.map((owner) => (
        <Tag key={owner} color="blue">{ownerOf(owner)}</Tag>
      ))}
    </span>
  );
}
