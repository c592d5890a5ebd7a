import { cx } from "@/lib/cx";
import { initials } from "@/lib/names";

const sizes = { small: "size-8 text-caption", medium: "size-10 text-small", large: "size-14 text-h3" } as const;

/** Initials in a circle; the name stands beside it, so it is silent. */
export function Avatar(props: { name: string; size?: keyof typeof sizes; tone?: "plain" | "iris" }) {
  return (
    <span
      aria-hidden
      className={cx(
        "grid flex-none place-items-center rounded-full border font-semibold",
        props.tone === "plain"
          ? "border-line bg-surface text-ink-2"
          : "border-transparent bg-iris-soft text-iris-soft-ink",
        sizes[props.size ?? "medium"],
      )}
    >
      {initials(props.name)}
    </span>
  );
}
