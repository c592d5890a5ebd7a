import { useLocation, useNavigate } from "@tanstack/react-router";
import { ChevronDown, Search } from "lucide-react";
import { type ReactNode, useEffect, useId, useState } from "react";
import { useT } from "@/i18n";

declare module "@tanstack/react-router" {
  interface HistoryState {
    /** What somebody looks for among groups: in the history entry, so that it survives Back, not in the address. */
    groupWords?: string;
  }
}

/** What is looked for, once the typing rests. */
export function useSearchWords() {
  const navigate = useNavigate();
  const held = useLocation({ select: (location) => location.state.groupWords }) ?? "";
  const [text, setText] = useState(held);
  useEffect(() => {
    if (text.trim() === held) return;
    const timer = setTimeout(() => {
      void navigate({
        to: ".",
        search: true,
        state: (before) => ({ ...before, groupWords: text.trim() }),
        replace: true,
        resetScroll: false,
      });
    }, 250);
    return () => clearTimeout(timer);
  }, [text, held, navigate]);
  return { text, setText, words: held };
}

export function SearchBox(props: { label: string; text: string; onChange: (text: string) => void }) {
  const id = useId();
  return (
    <span className="relative grid max-w-md">
      <label htmlFor={id} className="sr-only">
        {props.label}
      </label>
      <Search size={20} aria-hidden className="pointer-events-none absolute top-4 left-4 text-ink-2" />
      <input
        id={id}
        type="search"
        autoComplete="off"
        value={props.text}
        maxLength={60}
        placeholder={props.label}
        onChange={(event) => props.onChange(event.target.value)}
        className="min-h-13 w-full rounded-control border-[1.5px] border-control bg-surface pr-3.5 pl-12 text-body text-ink placeholder:text-ink-3"
      />
    </span>
  );
}

/** Filters, folded until somebody wants them: what is chosen unfolds them, and nothing folds them but a press. */
export function FilterFold(props: { chosen: number; children: ReactNode }) {
  const t = useT();
  const [open, setOpen] = useState(props.chosen > 0);
  return (
    <details
      open={open}
      onToggle={(event) => setOpen(event.currentTarget.open)}
      className="group rounded-card border border-line bg-surface"
    >
      <summary className="flex min-h-12 cursor-pointer list-none items-center justify-between gap-3 rounded-card px-5 font-semibold">
        {props.chosen ? t("groups.filtersOn", { count: props.chosen }) : t("groups.filters")}
        <ChevronDown size={20} aria-hidden className="flex-none text-ink-2 group-open:rotate-180" />
      </summary>
      {props.children}
    </details>
  );
}
