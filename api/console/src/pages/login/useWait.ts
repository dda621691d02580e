// Seconds that count down to nothing.
import { useEffect, useState } from "react";

export function useWait(): [number, (seconds: number) => void] {
  const [left, setLeft] = useState(0);
  const waits = left > 0;
  useEffect(() => {
    if (!waits) return;
    const timer = setInterval(() => setLeft((before) => Math.max(0, before - 1)), 1000);
    return () => clearInterval(timer);
  }, [waits]);
  return [left, setLeft];
}
