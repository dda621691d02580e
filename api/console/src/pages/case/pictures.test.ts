import { expect, test } from "vitest";
import type { CaseView, Film, Incident, Picture } from "../inbox/types";
import { cameraOf, firstOf, markOf, originalOf, pairOf } from "./pictures";

const picture = (role: string, camera_id: string, masked: string | null) => ({ role, camera_id, masked, raw: `raw-${role}` }) as Picture;
const incident = (...pictures: Picture[]) => ({ pictures }) as unknown as Incident;
const film = (kind: string, url: string, role = "") => ({ kind, url, role }) as Film;

test("before and after are of one camera; the proof comes before the latest look", () => {
  const found = pairOf(incident(picture("before", "a", "1"), picture("latest", "a", "2"), picture("before", "b", "3"), picture("after", "b", "4")));
  expect([found?.before.masked, found?.after.masked]).toEqual(["3", "4"]);
  expect(pairOf(incident(picture("before", "a", "1"), picture("after", "b", "2")))).toBeNull();
  expect(pairOf(incident(picture("before", "a", "1"), picture("after", "a", null)))).toBeNull();
});

test("the newest kept picture is shown first; a look only where nothing is kept", () => {
  expect(firstOf([film("evidence", "1"), film("evidence", "2"), film("film", "3")], "open")?.url).toBe("2");
  expect(firstOf([film("film", "3")], "open")?.url).toBe("3");
  expect(firstOf([], "closed")).toBeUndefined();
  expect(originalOf(incident(picture("before", "a", "1")), "1")?.raw).toBe("raw-before");
});

test("a closed case opens on what was found; one that is looked at again on its newest picture", () => {
  const strip = [film("evidence", "1", "before"), film("evidence", "2", "latest"), film("evidence", "3", "after")];
  expect(firstOf(strip, "closed")?.url).toBe("1");
  expect(firstOf(strip, "verifying")?.url).toBe("3");
  expect(firstOf(strip.slice(2), "closed")?.url).toBe("3");
});

test("an after picture says that it was there; any other has its box in it but for the original", () => {
  const kept = (role: string) => ({ role, box: [0, 0, 1, 1], width: 640, height: 360 }) as unknown as Picture;
  expect(markOf(kept("after"), false)).toMatchObject({ gone: true, drawn: true, size: [640, 360] });
  expect(markOf(kept("after"), true)).toMatchObject({ gone: true, drawn: false });
  expect(markOf(kept("before"), true)).toMatchObject({ gone: false, drawn: false });
  expect(markOf(kept("before"), false)).toBeNull();
  expect(markOf(undefined, true)).toBeNull();
});

test("a camera is told by its name; one that is gone by its id", () => {
  const view = { stands: [{ camera_id: "a", name: "文化路口" }] } as unknown as CaseView;
  expect([cameraOf(view, "a"), cameraOf(view, "b")]).toEqual(["文化路口", "b"]);
});
