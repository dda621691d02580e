import { describe, expect, it } from "vitest";
import { FLOOD, hear, SILENCE, WITHIN_MS, type Heard } from "./hearing";

const many = (times: readonly number[], before: Heard = SILENCE) => {
  let heard = before;
  return { sounds: times.map((at) => { const told = hear(heard, 1, at); heard = told.heard; return told.sounds; }).filter(Boolean).length, heard };
};

describe("what is heard of new alarms", () => {
  it("is each of them, as long as they are few", () => {
    expect(many(Array.from({ length: FLOOD }, (_, i) => i * 1000)).sounds).toBe(FLOOD);
  });
  it("is one sound for all that come at once", () => {
    expect(hear(SILENCE, 400, 0)).toMatchObject({ sounds: true, heard: { flood: true } });
  });
  it("is no sound more while a flood lasts, and one again when it is over", () => {
    const { heard } = hear(SILENCE, 40, 0);
    const during = many([1000, 60_000, WITHIN_MS - 1], heard);
    expect(during.sounds).toBe(0);
    expect(hear(during.heard, 1, 2 * WITHIN_MS).sounds).toBe(true);
  });
});
