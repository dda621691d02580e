// How a picture is looked at: how much larger, and by how much moved, in shares of its frame. Pure.
export interface Look {
  readonly k: number; // 1: whole
  readonly x: number; // of the frame's width by which its left edge is moved, 0 or less
  readonly y: number;
}

export const FIT: Look = { k: 1, x: 0, y: 0 };
const MOST = 12;

const within = (value: number, least: number, most: number): number => Math.min(most, Math.max(least, value));
const kept = ({ k, x, y }: Look): Look => ({ k, x: within(x, 1 - k, 0), y: within(y, 1 - k, 0) }); // no edge leaves the frame

/** Make it larger by a factor; the point under (x, y), in shares of the frame, stays where it is. */
export function zoomed(look: Look, by: number, x: number, y: number): Look {
  const k = within(look.k * by, 1, MOST);
  const change = k / look.k;
  return kept({ k, x: x - (x - look.x) * change, y: y - (y - look.y) * change });
}

export const moved = (look: Look, dx: number, dy: number): Look => kept({ ...look, x: look.x + dx, y: look.y + dy });
