import { describe, expect, it } from "vitest";
import { folded, readFindings, readImport, toCsv } from "./results";

describe("what came of a job", () => {
  it("is read with faults in both languages", () => {
    const read = readImport({
      rows: 3, good: 2, bad: 1, ready: false, columns: { name: "点位" }, headers: ["点位", "x"],
      faults: [{ line: 4, column: "经度", level: "error", what: "no number", cure: "Write one.", what_zh: "不是数字", cure_zh: "填写数字" }],
      unknown_words: [{ field: "owner", word: "某局", rows: 3, guess: "" }, { field: "else", word: "x" }],
      files: [{ file: "cameras/police.yaml", added: ["a"], changed: { b: ["name"] }, removed: [], same: 7 }],
    });
    expect(read.faults[0]).toMatchObject({ line: 4, zh: { cure: "填写数字" }, en: { what: "no number" } });
    expect(read.unknownWords).toEqual([{ field: "owner", word: "某局", rows: 3, guess: "" }]);
    expect(read.files[0]).toEqual({ file: "cameras/police.yaml", added: 1, changed: 1, removed: 0, same: 7 });
  });
  it("folds faults that are alike, and of one level if wanted", () => {
    const told = (like: number, level: string, line: number, alike = 1) => ({ line, column: "", level, like, alike, zh: { what: "", cure: "" }, en: { what: "", cure: "" } });
    const faults = [told(0, "error", 7), told(1, "warning", 1, 200), told(1, "warning", 2, 200), told(1, "warning", 3, 200), told(2, "warning", 5)];
    expect(folded(faults, null).map(({ first, others, more }) => [first.line, others.map((one) => one.line), more])).toEqual([[7, [], 0], [1, [2, 3], 199], [5, [], 0]]);
    expect(folded(faults, "error").map(({ first }) => first.line)).toEqual([7]);
  });
  it("is nothing where nothing is known", () => {
    expect(readImport({})).toMatchObject({ rows: 0, ready: false, faults: [], files: [] });
    expect(readFindings({ findings: "x" })).toEqual([]);
  });
  it("becomes a CSV without formulas", () => {
    expect(toCsv([["a", "=1+1", 5], ['say "x"', null, -1]])).toBe('\uFEFFa,\'=1+1,5\r\n"say ""x""",,-1\r\n');
  });
});
