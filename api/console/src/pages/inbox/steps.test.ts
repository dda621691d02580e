import { expect, test } from "vitest";
import { steps } from "./steps";

const settled = {
  me: { person: true, totp: { enrolled: true, required: false } },
  figures: { cameras: 100, states: { ok: 90, offline: 10 } },
  receivers: [{}],
  users: [{}, {}],
};
const names = (changes: object) => steps({ ...settled, ...changes }).map((step) => step.name);

test("a district that is set up lacks nothing", () => {
  expect(names({})).toEqual([]);
});

test("what is not known yet is not said", () => {
  expect(steps({ me: undefined, figures: undefined, receivers: undefined, users: undefined })).toEqual([]);
});

test("what is lacking is said in the order in which it is done", () => {
  const bare = { me: { person: true, totp: { enrolled: false, required: false } }, figures: { cameras: 0, states: {} }, receivers: [], users: [{}] };
  expect(names(bare)).toEqual(["cameras", "receivers", "totp", "users"]);
});

test("cameras that cannot be reached are a matter of the set-up when they are many", () => {
  expect(steps({ ...settled, figures: { cameras: 10, states: { offline: 2, not_looked_at: 1 } } })[0]).toMatchObject({ count: 3, of: 10 });
  expect(names({ figures: { cameras: 10, states: { offline: 2 } } })).toEqual([]);
});

test("who holds a machine's token has no second factor to set", () => {
  expect(names({ me: { person: false, totp: { enrolled: false, required: false } } })).toEqual([]);
});
