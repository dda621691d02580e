// What the service answers when it cannot do what it was asked (application/problem+json).
export class Problem extends Error {
  readonly status: number; // HTTP status; 0: no answer at all
  readonly body: Readonly<Record<string, unknown>>; // the whole answer

  constructor(status: number, detail: string, body: Readonly<Record<string, unknown>> = {}) {
    super(detail);
    this.name = "Problem";
    this.status = status;
    this.body = body;
  }
}

export const isProblem = (error: unknown, status?: number): error is Problem =>
  error instanceof Problem && (status === undefined || error.status === status);

export function problemOf(status: number, body: unknown): Problem {
  const known = typeof body === "object" && body !== null ? (body as Record<string, unknown>) : {};
  const detail = typeof known.detail === "string" ? known.detail : `HTTP ${status}`;
  return new Problem(status, detail, known);
}
