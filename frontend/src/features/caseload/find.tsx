import { useLocation, useNavigate } from "@tanstack/react-router";
import { useEffect, useState } from "react";
import { useSettled } from "@/features/calendar/client-field";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** What is looked for in a list of people: it may be a name, and names stay out of URLs. */
    find?: string;
  }
}

/** A search text that survives reload and Back in the history entry, not in the address. */
export function useFind() {
  const navigate = useNavigate();
  const held = useLocation({ select: (location) => location.state.find }) ?? "";
  const [text, setText] = useState(held);
  const find = useSettled(text.trim(), 200);
  useEffect(() => {
    if (find === held) return;
    void navigate({
      to: ".",
      search: true,
      state: (before) => ({ ...before, find }),
      replace: true,
      resetScroll: false,
    });
  }, [find, held, navigate]);
  return { text, setText, find };
}
