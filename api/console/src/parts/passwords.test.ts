import { expect, test } from "vitest";
import { people } from "../words/people";
import { faultsOf } from "./passwords";

test("each rule of the service has its words", () => {
  expect(faultsOf("password: give at least 12 characters; a few words ...; leave your own name out of it", people.zh)).toEqual(["至少 12 个字符", "不能包含用户名"]);
  expect(faultsOf("too many wrong passwords: wait 30 s", people.en)).toEqual(["Too many wrong ones: wait 30 s"]);
});

test("what is not known is left to be shown as it came", () => {
  expect(faultsOf("the disk is full", people.en)).toEqual([]);
});
