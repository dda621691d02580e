import { describe, expect, it } from "vitest";
import { added, beside, MOST, readWall, shownOf, turned, writeWall } from "./wall";

describe("a wall", () => {
  it("is its address", () => {
    const wall = readWall(new URLSearchParams("cams=a,b,c,a&n=4&tour=15&live=b,x"));
    expect(wall).toMatchObject({ cams: ["a", "b", "c"], size: 4, tour: 15, page: 0 });
    expect([...wall.live]).toEqual(["b"]);
    expect(readWall(writeWall(wall))).toEqual(wall);
  });
  it("is as large as it must be, and what is wrong in it is passed over", () => {
    expect(readWall(new URLSearchParams("cams=a,b")).size).toBe(4);
    expect(readWall(new URLSearchParams("n=7&tour=1&page=9"))).toMatchObject({ cams: [], size: 1, tour: 0, page: 0 });
  });
  it("tours all its cameras and begins anew", () => {
    const wall = readWall(new URLSearchParams("cams=a,b,c,d,e&n=4"));
    expect(shownOf(wall)).toEqual(["a", "b", "c", "d"]);
    expect(shownOf(turned(wall, 1))).toEqual(["e"]);
    expect(turned(wall, 2).page).toBe(0);
    expect(turned(wall, -1).page).toBe(1);
  });
  it("takes more cameras, each once, beside the one whose place they see", () => {
    const wall = readWall(new URLSearchParams("cams=a,b&n=4"));
    expect(added(wall, ["c", "b"], "a")).toMatchObject({ cams: ["a", "c", "b"], size: 4, page: 0 });
    expect(added(wall, ["c", "d", "e"])).toMatchObject({ cams: ["a", "b", "c", "d", "e"], size: 9 });
    expect(added(wall, ["c"], "gone").cams).toEqual(["a", "b", "c"]);
    expect(added({ ...wall, tour: 10 }, ["c", "d", "e"]).size).toBe(4);
    const many = Array.from({ length: 2 * MOST }, (_, i) => `x${i}`);
    expect(added(wall, many, "a").cams).toHaveLength(MOST);
    const thirty = readWall(new URLSearchParams(`cams=${many.slice(0, 30).join(",")}&n=4&page=3`));
    expect(shownOf(added(thirty, ["y"], "x13"))).toContain("y");
    expect(added(thirty, ["x1"], "x13").page).toBe(3);
  });
  it("is walked by arrow keys", () => {
    expect(beside(0, "ArrowRight", 9, 9)).toBe(1);
    expect(beside(1, "ArrowDown", 9, 9)).toBe(4);
    expect(beside(1, "ArrowUp", 9, 9)).toBe(1);
    expect(beside(7, "ArrowDown", 8, 9)).toBe(7);
  });
});
