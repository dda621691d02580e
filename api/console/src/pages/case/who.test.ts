import { expect, test } from "vitest";
import { actorOf } from "./who";

test("a kind and a name; a name may hold colons itself", () => {
  expect(actorOf("operator:li")).toEqual({ kind: "operator", name: "li" });
  expect(actorOf("gridwatch")).toEqual({ kind: "gridwatch", name: "" });
  expect(actorOf("rule:a:b")).toEqual({ kind: "rule", name: "a:b" });
});
