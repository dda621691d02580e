// What the workbench tells, as its own modules write it (docs/engineers/): the OpenAPI document leaves it open.
export interface RunRow {
  readonly name: string;
  readonly wrong?: string; // what is wrong with it; then there is nothing else
  readonly at?: string;
  readonly model?: string;
  readonly profiles?: Readonly<Record<string, number>>;
  readonly cameras?: number;
  readonly camera_days?: number;
  readonly alarms?: number;
}

export interface RunAlarm {
  readonly id: string;
  readonly matter: string;
  readonly cameras: readonly string[];
  readonly opened_at: string;
  readonly confidence: number;
  readonly why: string;
  readonly why_zh: string; // empty in runs of earlier versions
  readonly picture: string | null;
}

export interface RunReport extends RunRow {
  readonly alarms_told: readonly RunAlarm[];
}

export interface Tally {
  readonly events: number;
  readonly matched: number;
  readonly late: number;
  readonly missed: number;
  readonly false_alarms: number;
  readonly precision: number | null;
  readonly recall: number | null;
  readonly f1: number | null;
  readonly recall_ci95: readonly [number, number] | null;
  readonly false_alarms_per_camera_day: number | null;
  readonly latency_s: { readonly p50: number | null };
}

export interface Exhibit {
  readonly name: string;
  readonly matter: string;
  readonly lines: readonly string[];
  readonly lines_zh: readonly string[];
  readonly picture: string | null; // JPEG, base64
  readonly caption: string;
  readonly caption_zh: string;
}

export interface Score {
  readonly scorecard: Tally & {
    readonly by_matter: Readonly<Record<string, Tally>>;
    readonly by_light: Readonly<Record<string, Tally>>;
    readonly by_camera: Readonly<Record<string, Tally>>;
  };
  readonly misses: readonly Exhibit[];
  readonly false_alarms: readonly Exhibit[];
}

export interface Difference {
  readonly a: number;
  readonly b: number;
  readonly change: number;
  readonly ci95: readonly [number, number];
  readonly more_than_noise: boolean;
}

export interface Comparison {
  readonly better: "a" | "b" | null;
  readonly verdict: string;
  readonly verdict_zh: string;
  readonly f1: Difference;
  readonly recall: Difference;
  readonly precision: Difference;
  readonly false_alarms_per_camera_day: Difference;
  readonly only_a: readonly string[];
  readonly only_b: readonly string[];
  readonly notes: readonly string[];
  readonly notes_zh: readonly string[];
}

export interface WouldBe {
  readonly side: string;
  readonly camera: string;
  readonly matter: string;
  readonly subject: string;
  readonly opened: string;
  readonly confidence: number;
  readonly why: string;
  readonly why_zh: string; // empty in trials of earlier versions
}

export interface Trial {
  readonly trial: string;
  readonly live: { readonly model: string; readonly profile: string };
  readonly candidate: { readonly model: string; readonly profile: string };
  readonly since: string;
  readonly until: string;
  readonly looks: number;
  readonly shed: number;
  readonly alarms: { readonly both: number; readonly only_live: number; readonly only_candidate: number };
  readonly agreement: number | null;
  readonly candidate_later_s: number | null;
  readonly only_live_alarms: readonly WouldBe[];
  readonly only_candidate_alarms: readonly WouldBe[];
}

export interface Judged {
  readonly kind: string;
  readonly name: string;
  readonly replaces: string;
  readonly against: readonly string[];
  readonly against_zh: readonly string[];
}

export interface Promotion {
  readonly what: string;
  readonly kind?: string;
  readonly name?: string;
  readonly replaces?: string;
  readonly who?: string;
  readonly at?: string;
  readonly reason?: string;
  readonly why?: string;
  readonly forced?: boolean;
  readonly hash: string;
}

export interface ClipRow {
  readonly name: string;
  readonly kind: "clip" | "looks";
  readonly labelled: boolean;
}

export interface Clip {
  readonly name: string;
  readonly kind: "clip" | "looks";
  readonly seconds: number | null;
  readonly looks: readonly { readonly camera: string; readonly taken_at: string }[];
}

export interface Named {
  readonly name: string;
}
