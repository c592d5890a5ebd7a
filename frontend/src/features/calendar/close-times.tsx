import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { Notice } from "@/ui";
import { Press } from "@/ui/press";

/** The time has just been taken: why, and free ones close by. */
export function CloseTimes<S extends { startsAt: string }>(props: {
  text: string;
  slots: readonly S[];
  words: (slot: S) => ReactNode;
  onPick: (slot: S) => void;
}) {
  const t = useT();
  return (
    <Notice tone="attention" live>
      <p>{props.text}</p>
      <ul aria-label={t("book.closest")} className="m-0 mt-2 flex list-none flex-wrap gap-2 p-0">
        {props.slots.map((slot) => (
          <li key={slot.startsAt}>
            <Press
              className="tnum min-h-9 cursor-pointer rounded-full border-[1.5px] border-control bg-surface px-3 text-small font-semibold text-ink hover:border-accent"
              onPress={() => props.onPick(slot)}
            >
              {props.words(slot)}
            </Press>
          </li>
        ))}
      </ul>
    </Notice>
  );
}
