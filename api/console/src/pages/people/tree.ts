// The grid as a tree to choose from.
import type { Cell } from "../../parts/ScopeTags";

export interface Node {
  readonly value: string;
  readonly title: string;
  readonly children: Node[];
}

/** The district as a tree of codes: a cell's parent is the longest known code that it begins with. */
export function treeOf(cells: ReadonlyMap<string, Cell>): Node[] {
  const nodes = new Map<string, Node>();
  const roots: Node[] = [];
  for (const code of [...cells.keys()].sort()) {
    const node: Node = { value: code, title: `${cells.get(code)?.name ?? code} ${code}`, children: [] };
    nodes.set(code, node);
    let above = roots;
    for (let length = code.length - 1; length >= 2; length -= 1) {
      const parent = nodes.get(code.slice(0, length));
      if (parent !== undefined) {
        above = parent.children;
        break;
      }
    }
    above.push(node);
  }
  return roots;
}
