// What an import and a probe found, read from a job's result: pure, and wary of what it does not know.

export interface Fault {
  readonly line: number | null;
  readonly column: string;
  readonly level: string;
  readonly like: number; // the same for faults that are alike, in the order in which they are told
  readonly alike: number; // how many of them there are, told or not
  readonly zh: { readonly what: string; readonly cure: string };
  readonly en: { readonly what: string; readonly cure: string };
}

/** An owner or scene that the ledger calls by a word of its own. */
export interface UnknownWord {
  readonly field: "owner" | "scene";
  readonly word: string;
  readonly rows: number;
  readonly guess: string;
}

export interface ImportResult {
  readonly rows: number;
  readonly good: number;
  readonly bad: number;
  readonly ready: boolean;
  readonly written: boolean;
  readonly headers: readonly string[];
  readonly columns: Readonly<Record<string, string>>; // field to header
  readonly faults: readonly Fault[];
  readonly faultsInAll: number;
  readonly levels: Readonly<Record<string, number>>; // of all
  readonly unknownWords: readonly UnknownWord[];
  readonly files: readonly { readonly file: string; readonly added: number; readonly changed: number; readonly removed: number; readonly same: number }[];
  readonly newLogins: number;
  readonly added: number;
}

export interface ProbeFinding {
  readonly code: string;
  readonly weight: string;
  readonly count: number;
  readonly zh: { readonly name: string; readonly cure: string };
  readonly en: { readonly name: string; readonly cure: string };
  readonly cameras: readonly string[];
}

type Plain = Readonly<Record<string, unknown>>;
const record = (value: unknown): Plain => (typeof value === "object" && value !== null && !Array.isArray(value) ? (value as Plain) : {});
const list = (value: unknown): readonly unknown[] => (Array.isArray(value) ? value : []);
const num = (value: unknown): number => (typeof value === "number" ? value : 0);
const str = (value: unknown): string => (typeof value === "string" ? value : "");

export function readImport(result: Plain): ImportResult {
  const faults = list(result.faults).map((one, n) => {
    const fault = record(one);
    return {
      line: typeof fault.line === "number" ? fault.line : null,
      column: str(fault.column),
      level: str(fault.level),
      like: typeof fault.like === "number" ? fault.like : -1 - n, // a service that does not say: like no other
      alike: num(fault.alike) || 1,
      zh: { what: str(fault.what_zh) || str(fault.what), cure: str(fault.cure_zh) || str(fault.cure) },
      en: { what: str(fault.what), cure: str(fault.cure) },
    };
  });
  return {
    rows: num(result.rows),
    good: num(result.good),
    bad: num(result.bad),
    ready: result.ready === true,
    written: result.written === true,
    headers: list(result.headers).map(str),
    columns: Object.fromEntries(Object.entries(record(result.columns)).map(([field, header]) => [field, str(header)])),
    faults,
    faultsInAll: num(result.faults_in_all) || faults.length,
    levels: Object.fromEntries(Object.entries(record(result.levels)).map(([level, count]) => [level, num(count)])),
    unknownWords: list(result.unknown_words).flatMap((one) => {
      const { field, word, rows, guess } = record(one);
      return field === "owner" || field === "scene" ? [{ field, word: str(word), rows: num(rows), guess: str(guess) }] : [];
    }),
    files: list(result.files).map((one) => {
      const file = record(one);
      return { file: str(file.file), added: list(file.added).length, changed: Object.keys(record(file.changed)).length, removed: list(file.removed).length, same: num(file.same) };
    }),
    newLogins: num(result.new_logins),
    added: num(record(result.sums).added),
  };
}

export interface Folded<T extends Fault> {
  readonly first: T;
  readonly others: readonly T[]; // that are told
  readonly more: number; // like it, told or not
}

/** Faults of a level (of any: null), alike ones as one; the order is the service's: errors first, then by line. */
export function folded<T extends Fault>(faults: readonly T[], level: string | null): readonly Folded<T>[] {
  const groups = new Map<number, [T, ...T[]]>();
  for (const fault of faults) {
    if (level !== null && fault.level !== level) continue;
    const group = groups.get(fault.like);
    if (group === undefined) groups.set(fault.like, [fault]);
    else group.push(fault);
  }
  return [...groups.values()].map(([first, ...others]) => ({ first, others, more: first.alike - 1 }));
}

export function readFindings(result: Plain): readonly ProbeFinding[] {
  return list(result.findings).map((one) => {
    const found = record(one);
    return {
      code: str(found.code),
      weight: str(found.weight),
      count: num(found.count),
      zh: { name: str(found.name_zh), cure: str(found.cure_zh) },
      en: { name: str(found.name), cure: str(found.cure) },
      cameras: list(found.cameras).map(str),
    };
  });
}

/** A table as CSV that a spreadsheet opens as UTF-8; a cell never becomes a formula. */
export function toCsv(rows: readonly (readonly (string | number | null)[])[]): string {
  const cell = (value: string | number | null): string => {
    const text = value === null ? "" : String(value);
    const safe = /^[=+\-@\t\r]/.test(text) && typeof value === "string" ? `'${text}` : text;
    return /[",\n\r]/.test(safe) ? `"${safe.replaceAll('"', '""')}"` : safe;
  };
  return `\uFEFF${rows.map((row) => row.map(cell).join(",")).join("\r\n")}\r\n`;
}
