// What the console knows now. Modules read it; console.js and server events write it.
export const state = {
  incidents: new Map(),
  cameras: new Map(),
  fresh: new Set(), // arrived live since the list was drawn
  chosen: null,
  next: null,
  filter: "all",
  district: null,
  inbox: { rank: new Map(), cards: new Map(), held: new Map(), groups: new Map(), folded: new Map(), counts: {}, flood: null }, // as the server sorts it out
  showHeld: false,
  unfolded: new Set(), // groups whose members are shown
};

// Candidates, and those that expired without being confirmed, bother nobody.
export const ENDED = ["closed", "rejected"];
export const LIVE = ["open", "acknowledged", "reported", "handling", "verifying", "reopened"];
const RANK = { extreme: 0, severe: 1, moderate: 2, minor: 3 };
const KEPT = 2000; // incidents held by a page that stays open for days

export const isEnded = (incident) => ENDED.includes(incident.status);
export const isCase = (incident) => isEnded(incident) || LIVE.includes(incident.status);
export const untaken = (incident) => incident.status === "open" || incident.status === "reopened";

function wanted(incident) {
  if (!isCase(incident)) return false;
  if (state.filter === "all") return !isEnded(incident) || incident.id === state.chosen;
  return state.filter === "everything" || isEnded(incident);
}

// Held back, or within a group's line: shown only when asked for, but for the chosen one.
const hidden = ({ id }) => id !== state.chosen && ((!state.showHeld && state.inbox.held.has(id)) || (state.inbox.folded.has(id) && !state.unfolded.has(state.inbox.folded.get(id))));

// Live before ended, then as the inbox ranks them (what it does not know yet has just come), held back last; ended: new before old.
export function queue() {
  const { rank, held } = state.inbox;
  const order = (one) => [isEnded(one) ? 2 : held.has(one.id) ? 1 : 0, isEnded(one) ? 0 : rank.get(one.id) ?? -1, isEnded(one) ? 0 : RANK[one.matter.severity] ?? 4];
  return [...state.incidents.values()].filter((one) => wanted(one) && (isEnded(one) || !hidden(one))).sort((a, b) => {
    const [x, y] = [order(a), order(b)];
    return x[0] - y[0] || x[1] - y[1] || x[2] - y[2] || b.created_at.localeCompare(a.created_at);
  });
}

export function keep(incident) {
  const known = state.incidents.get(incident.id);
  if (known && known.version > incident.version) return; // two answers that overtook each other
  state.incidents.set(incident.id, incident);
  if (state.incidents.size <= KEPT) return;
  for (const one of state.incidents.values()) if (isEnded(one) && one.id !== state.chosen) { state.incidents.delete(one.id); return; }
}
