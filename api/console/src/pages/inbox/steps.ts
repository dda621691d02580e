// What a district still lacks before it can be left to itself. Pure.
import type { components } from "../../api/schema.gen";

type Schemas = components["schemas"];

export interface Known {
  readonly me: Pick<Schemas["MeOut"], "person" | "totp"> | undefined;
  readonly figures: Pick<Schemas["Figures"], "cameras" | "states"> | undefined;
  readonly receivers: readonly unknown[] | undefined;
  readonly users: readonly unknown[] | undefined;
}

export interface Step {
  readonly name: "cameras" | "unreached" | "receivers" | "totp" | "users";
  readonly to: string;
  readonly count: number;
  readonly of: number;
}

const UNREACHED = ["offline", "login_stopped", "not_looked_at"];
const MANY = 0.2; // of the cameras unreached: something is set up wrongly; fewer are the daily round

/** What is left to do, in the order in which it is done; what is not known yet is not said. */
export function steps({ me, figures, receivers, users }: Known): Step[] {
  const left: Step[] = [];
  if (figures !== undefined) {
    const unreached = UNREACHED.reduce((sum, state) => sum + (figures.states[state] ?? 0), 0);
    if (figures.cameras === 0) left.push({ name: "cameras", to: "/onboarding", count: 0, of: 0 });
    else if (unreached > MANY * figures.cameras) left.push({ name: "unreached", to: "/cameras", count: unreached, of: figures.cameras });
  }
  if (receivers?.length === 0) left.push({ name: "receivers", to: "/deliveries", count: 0, of: 0 });
  if (me?.person === true && !me.totp.enrolled) left.push({ name: "totp", to: "/account", count: 0, of: 0 });
  if (users?.length === 1) left.push({ name: "users", to: "/users", count: 1, of: 1 });
  return left;
}
