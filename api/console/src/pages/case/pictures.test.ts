import { expect, test } from "vitest";
import type { Film, Incident, Picture } from "../inbox/types";
import { firstOf, originalOf, pairOf } from "./pictures";

const picture = (role: string, camera_id: string, masked: string | null) => ({ role, camera_id, masked, raw: `raw-${role}` }) as Picture;
const incident = (...pictures: Picture[]) => ({ pictures }) as unknown as Incident;
const film = (kind: string, url: string) => ({ kind, url }) as Film;

test("before and after are of one camera; the proof comes before the latest look", () => {
  const found = pairOf(incident(picture("before", "a", "1"), picture("latest", "a", "2"), picture("before", "b", "3"), picture("after", "b", "4")));
  expect([found?.before.masked, found?.after.masked]).toEqual(["3", "4"]);
  expect(pairOf(incident(picture("before", "a", "1"), picture("after", "b", "2")))).toBeNull();
  expect(pairOf(incident(picture("before", "a", "1"), picture("after", "a", null)))).toBeNull();
});

test("the newest kept picture is shown first; a look only where nothing is kept", () => {
  expect(firstOf([film("evidence", "1"), film("evidence", "2"), film("film", "3")])?.url).toBe("2");
  expect(firstOf([film("film", "3")])?.url).toBe("3");
  expect(firstOf([])).toBeUndefined();
  expect(originalOf(incident(picture("before", "a", "1")), "1")?.raw).toBe("raw-before");
});
