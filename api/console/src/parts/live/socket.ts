// Live pictures of one camera over its own WebSocket: eight bytes of milliseconds, then a JPEG.

export interface LivePicture {
  readonly at: Date; // when it was taken
  readonly jpeg: Blob;
}

export interface Ended {
  readonly code: number; // close code; 0: cut
  readonly zh: string; // why, where the service has said
  readonly en: string;
}

/** Read one binary message; null where it is none. */
export function readPicture(message: ArrayBuffer): LivePicture | null {
  if (message.byteLength < 10) return null;
  const ms = Number(new DataView(message).getBigUint64(0));
  return { at: new Date(ms), jpeg: new Blob([message.slice(8)], { type: "image/jpeg" }) };
}

/** Read why a view ended; what is no such message says nothing. */
export function readEnd(message: string): Ended | null {
  try {
    const told = JSON.parse(message) as { code?: unknown; why?: unknown; why_en?: unknown };
    if (typeof told.code !== "number") return null;
    return { code: told.code, zh: String(told.why), en: String(told.why_en) };
  } catch {
    return null;
  }
}

/** Open a view; the answer closes it. */
export function openLive(
  cameraId: string,
  fps: number,
  heard: (picture: LivePicture) => void,
  ended: (why: Ended) => void,
): () => void {
  const scheme = window.location.protocol === "https:" ? "wss" : "ws";
  const path = `/api/v1/cameras/${encodeURIComponent(cameraId)}/watch?fps=${fps}`;
  const socket = new WebSocket(`${scheme}://${window.location.host}${path}`);
  socket.binaryType = "arraybuffer";
  let told: Ended | null = null;
  let closed = false;
  socket.onmessage = (message: MessageEvent<unknown>) => {
    if (typeof message.data === "string") told = readEnd(message.data) ?? told;
    else if (message.data instanceof ArrayBuffer) {
      const picture = readPicture(message.data);
      if (picture !== null) heard(picture);
    }
  };
  socket.onclose = (event) => {
    if (!closed) ended(told ?? { code: event.code === 1006 ? 0 : event.code, zh: "", en: event.reason });
  };
  return () => {
    closed = true;
    socket.close();
  };
}
