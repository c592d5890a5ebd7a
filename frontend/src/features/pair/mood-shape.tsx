import { useId } from "react";
import type { Mood } from "@/gql/graphql";
import { moods } from "./moods";

/** A sun that stands higher above its line the better it is: a shape beside the word, not a face. */
export function MoodShape({ mood }: { mood: Mood }) {
  const id = useId();
  const height = 22 - moods.indexOf(mood) * 4.5;
  return (
    <svg viewBox="0 0 32 32" width="32" height="32" aria-hidden="true" className="flex-none text-iris">
      <clipPath id={id}>
        <rect x="0" y="0" width="32" height="25" />
      </clipPath>
      <circle cx="16" cy={height + 3} r="7" fill="currentColor" opacity="0.85" clipPath={`url(#${id})`} />
      <path d="M3 26h26" stroke="currentColor" strokeWidth="2" strokeLinecap="round" />
    </svg>
  );
}
