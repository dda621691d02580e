// What the console knows now. Modules read it; console.js and server events write it.
export const state = {
  incidents: new Map(),
  cameras: new Map(),
  fresh: new Set(), // arrived live since the list was drawn
  chosen: null,
  next: null,
  filter: "all",
  district: null,
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

// Live before ended, nobody's before somebody's, severe before minor, new before old.
export function queue() {
  const order = (one) => [isEnded(one) ? 1 : 0, isEnded(one) ? 0 : RANK[one.matter.severity] ?? 4, isEnded(one) || untaken(one) ? 0 : 1];
  return [...state.incidents.values()].filter(wanted).sort((a, b) => {
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
