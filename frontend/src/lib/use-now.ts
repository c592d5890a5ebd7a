import { useEffect, useState } from "react";
import { now } from "./time";

/** The server's time in milliseconds, fresh every `everyMs` while the page is seen. */
export function useNow(everyMs: number): number {
  const [value, setValue] = useState(now);
  useEffect(() => {
    const tick = () => document.visibilityState === "visible" && setValue(now());
    const timer = setInterval(tick, everyMs);
    document.addEventListener("visibilitychange", tick);
    return () => {
      clearInterval(timer);
      document.removeEventListener("visibilitychange", tick);
    };
  }, [everyMs]);
  return value;
}
