// Chinese texts have full-width marks: half-width ones beside 、and 。 look like slips.
import { readdirSync, readFileSync } from "node:fs";
import { join } from "node:path";
import ts from "typescript";
import { expect, test } from "vitest";

const SOURCE = join(import.meta.dirname, "..");
const HALF = /[\u4e00-\u9fff] ?[,:;?()]|[,:;?()] ?[\u4e00-\u9fff]/;

/** Every text of a file, templates by the parts between what is put in. */
function textsOf(name: string, source: string): readonly string[] {
  const found: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isStringLiteral(node) || ts.isTemplateLiteralToken(node) || ts.isJsxText(node)) found.push(node.text);
    ts.forEachChild(node, visit);
  };
  visit(ts.createSourceFile(name, source, ts.ScriptTarget.Latest, true));
  return found;
}

const slips = (name: string, source: string) => textsOf(name, source).filter((text) => HALF.test(text));

test("no half-width mark stands beside a Chinese character", () => {
  const files = readdirSync(SOURCE, { recursive: true, encoding: "utf8" });
  const written = files.filter((name) => /\.tsx?$/.test(name) && !/\.(test|gen)\.ts$/.test(name));
  expect(written.length).toBeGreaterThan(100);
  expect(written.flatMap((name) => slips(name, readFileSync(join(SOURCE, name), "utf8")).map((text) => `${name}: ${text}`))).toEqual([]);
});

test("a slip is found in texts and templates, and not in code, times or English", () => {
  const wrong = "const a = '好,坏'; const b = `${n} 起(新)`; const c = <b>为何?</b>;";
  expect(slips("a.tsx", wrong)).toEqual(["好,坏", " 起(新)", "为何?"]);
  expect(slips("b.tsx", "const a = f('好', '坏'); /* 好,坏 */ const b = `08:00,${n} 起`; const c = '好，坏（N）';")).toEqual([]);
});
