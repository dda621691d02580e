// Alarms that are heard: a short tone for each severity, told apart without looking. Made here, no file is played.
let context: AudioContext | null = null;
let allowed = false; // by the browser: it has run once
let sounding = 0; // voices
const listening = new Set<() => void>();

/** Browsers let a page sound only after somebody has touched it: then find out that it may. */
export function wake(): void {
  if (allowed) return;
  context ??= new AudioContext();
  void context.resume().then(() => {
    allowed = true;
    rest();
    listening.forEach((tell) => tell());
  });
}

/** A context that runs mixes silence a hundred times a second, in every tab: it runs while something sounds. */
function rest(): void {
  if (sounding === 0) void context?.suspend();
}

/** Whether somebody has touched this page already, be it another part of it: then it may sound at once. */
export const touched = (): boolean => "userActivation" in navigator && navigator.userActivation.hasBeenActive;

/** Whether an alarm would be heard now. */
export const audible = (): boolean => allowed;

export function onAudible(tell: () => void): () => void {
  listening.add(tell);
  return () => listening.delete(tell);
}

// [Hz, seconds after the start, seconds long]: the graver, the higher, the longer, the more often.
const TONES: readonly (readonly (readonly [number, number, number])[])[] = [
  [[520, 0, 0.12]],
  [[520, 0, 0.12], [660, 0.16, 0.16]],
  [[740, 0, 0.16], [990, 0.2, 0.16], [740, 0.4, 0.16]],
  [[990, 0, 0.18], [1320, 0.2, 0.18], [990, 0.4, 0.18], [1320, 0.6, 0.18], [990, 0.8, 0.3]],
];
const LOUD = [0.08, 0.12, 0.2, 0.28];

/** Sound for a severity, 0 minor to 3 extreme. Returns whether anything can be heard. */
export function sound(level: number): boolean {
  const tone = TONES[level];
  if (!allowed || context === null || tone === undefined) return false;
  void context.resume();
  for (const [hz, after, long] of tone) {
    const [voice, gain] = [context.createOscillator(), context.createGain()];
    const start = context.currentTime + after;
    voice.frequency.value = hz;
    gain.gain.setValueAtTime(0, start);
    gain.gain.linearRampToValueAtTime(LOUD[level] ?? 0.1, start + 0.02);
    gain.gain.exponentialRampToValueAtTime(0.001, start + long);
    voice.connect(gain).connect(context.destination);
    sounding += 1;
    voice.onended = () => {
      sounding -= 1;
      rest();
    };
    voice.start(start);
    voice.stop(start + long + 0.02);
  }
  return true;
}

export const canNotify = (): boolean => "Notification" in window;

/** Tell the desktop, where that was allowed; a click brings the tab to the front and opens the case. */
export function notify(title: string, body: string, tag: string, open: () => void): void {
  if (!canNotify() || Notification.permission !== "granted") return;
  const notice = new Notification(title, { body, tag, requireInteraction: false });
  notice.onclick = () => {
    window.focus();
    open();
    notice.close();
  };
}
