// One key, one act. Pages say which keys they have; the help (?) lists them all.
import { createContext, use, useEffect, useRef } from "react";

export interface Key {
  readonly key: string; // KeyboardEvent.key, or two after one another: "g i"
  readonly told: string; // what it does, in the language of the page
  readonly act: () => void;
}

const MOVES = /^([jk]|Arrow\w+|[+\-,.[\]])$/; // go on while they are held

export class KeyDesk {
  private readonly layers: { keys: readonly Key[] }[] = []; // the newest layer wins
  private first: string | null = null; // of a pair of keys
  private timer: ReturnType<typeof setTimeout> | undefined;

  /** Every key that works now, the first of each name. */
  known(): readonly Key[] {
    const seen = new Map<string, Key>();
    for (const layer of this.layers) for (const key of layer.keys) if (!seen.has(key.key)) seen.set(key.key, key);
    return [...seen.values()];
  }

  add(layer: { keys: readonly Key[] }): () => void {
    this.layers.unshift(layer);
    return () => {
      const at = this.layers.indexOf(layer);
      if (at >= 0) this.layers.splice(at, 1);
    };
  }

  heard(event: KeyboardEvent): void {
    if (event.defaultPrevented || event.ctrlKey || event.metaKey || event.altKey || isTyping(event)) return;
    const pressed = event.key.length === 1 ? event.key.toLowerCase() : event.key;
    const wanted = this.first === null ? pressed : `${this.first} ${pressed}`;
    const known = this.known();
    this.forget();
    // What follows the first of a pair belongs to it: by itself it may be an act that nobody meant.
    const found = known.find((key) => key.key === wanted);
    if (found && event.repeat && !MOVES.test(pressed)) {
      event.preventDefault(); // a key that is held says its act once, not of one case after the other
    } else if (found) {
      event.preventDefault();
      found.act();
    } else if (wanted === pressed && known.some((key) => key.key.startsWith(`${pressed} `))) {
      this.first = pressed;
      this.timer = setTimeout(() => this.forget(), 1200);
    }
  }

  private forget(): void {
    clearTimeout(this.timer);
    this.first = null;
  }
}

/** Keys are left alone where a person types, and while a dialog is open. */
function isTyping(event: KeyboardEvent): boolean {
  const at = event.target instanceof HTMLElement ? event.target : null;
  if (at === null) return false;
  if (at.isContentEditable || /^(INPUT|TEXTAREA|SELECT)$/.test(at.tagName)) {
    if (!(at instanceof HTMLInputElement && /^(checkbox|radio|button|range)$/.test(at.type))) return true;
    return /^(radio|range)$/.test(at.type) && /^(Arrow|Home|End|Page)/.test(event.key); // these move it
  }
  const modal = document.querySelector("[aria-modal='true']");
  if (modal?.checkVisibility()) return true;
  return event.key === "Enter" || event.key === " " ? /^(BUTTON|A|SUMMARY)$/.test(at.tagName) : false;
}

export const Keys = createContext<KeyDesk | null>(null);

export function useKeyDesk(): KeyDesk {
  const desk = use(Keys);
  if (desk === null) throw new Error("outside of the shell");
  return desk;
}

/** Have these keys while the component is shown. */
export function useKeys(keys: readonly Key[]): void {
  const desk = useKeyDesk();
  const layer = useRef<{ keys: readonly Key[] }>({ keys });
  useEffect(() => {
    layer.current.keys = keys;
  });
  useEffect(() => desk.add(layer.current), [desk]);
}
