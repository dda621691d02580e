import { expect, it } from "vitest";
import { changed, without } from "./useAddress";

it("sets the names that are told and leaves the others", () => {
  const now = new URLSearchParams("matter=a&matter=b&owner=p");
  expect(changed(now, { matter: ["x", "y"] }).toString()).toBe("owner=p&matter=x&matter=y");
  expect(changed(now, { q: "heap", owner: "" }).toString()).toBe("matter=a&matter=b&q=heap");
  expect(changed(now, without(["matter", "days"])).toString()).toBe("owner=p");
  expect(now.toString()).toBe("matter=a&matter=b&owner=p");
});
