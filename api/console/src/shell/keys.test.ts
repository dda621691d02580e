import { beforeEach, expect, test, vi } from "vitest";
import { KeyDesk } from "./keys";

let done: string[] = [];

function desk(...keys: string[]): KeyDesk {
  const made = new KeyDesk();
  made.add({ keys: keys.map((key) => ({ key, told: key, act: () => done.push(key) })) });
  return made;
}

const press = (on: KeyDesk, key: string, repeat = false) => on.heard({ key, repeat, target: null, preventDefault: () => undefined } as unknown as KeyboardEvent);

beforeEach(() => {
  done = [];
  vi.stubGlobal("HTMLElement", Event); // nothing that is pressed here is typed anywhere
});

test("a key that is held says its act once; one that moves goes on", () => {
  const on = desk("c", "j");
  for (const held of [false, true, true]) press(on, "c", held);
  for (const held of [false, true, true]) press(on, "j", held);
  expect(done).toEqual(["c", "j", "j", "j"]);
});

test("what follows the first of a pair is never an act by itself", () => {
  const on = desk("g i", "l");
  for (const key of ["g", "i", "g", "l"]) press(on, key);
  expect(done).toEqual(["g i"]);
  press(on, "l");
  expect(done).toEqual(["g i", "l"]);
});
