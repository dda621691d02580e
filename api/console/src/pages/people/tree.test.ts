import { expect, test } from "vitest";
import { treeOf } from "./tree";

const cell = (code: string) => [code, { code, name: code, level: "" }] as const;

test("a cell hangs below the nearest one above it", () => {
  const tree = treeOf(new Map([cell("330109001002"), cell("330109"), cell("330109001"), cell("330109002001")]));
  expect(tree.map((one) => one.value)).toEqual(["330109"]);
  expect(tree[0]?.children.map((one) => one.value)).toEqual(["330109001", "330109002001"]);
  expect(tree[0]?.children[0]?.children.map((one) => one.value)).toEqual(["330109001002"]);
});

test("a district without a district cell has several trees", () => {
  expect(treeOf(new Map([cell("330109001"), cell("330109002")]))).toHaveLength(2);
});
