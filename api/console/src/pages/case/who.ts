// Who did something, as a trail has it: "operator:li", "rule:waste", "platform:city", "gridwatch". Pure.
export interface Actor {
  readonly kind: string; // operator | rule | platform | gridwatch
  readonly name: string; // "" where there is none
}

export function actorOf(who: string): Actor {
  const at = who.indexOf(":");
  return at < 0 ? { kind: who, name: "" } : { kind: who.slice(0, at), name: who.slice(at + 1) };
}
