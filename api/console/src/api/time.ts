// The service's clock: ages and limits are told by it, not by the desk's own clock.
let ahead = 0; // ms by which the service is ahead of this machine

export function setServerTime(at: string): void {
  ahead = Date.parse(at) - Date.now();
}

export const serverNow = (): number => Date.now() + ahead;
