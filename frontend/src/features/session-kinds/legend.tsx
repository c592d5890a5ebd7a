import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { palette } from "./palette";
import type { Kind } from "./use-kinds";

/** What the shapes and colors on the calendar mean. */
export function KindLegend(props: { kinds: readonly Kind[] }) {
  const t = useT();
  if (!props.kinds.length) return null;
  return (
    <ul aria-label={t("desk.kinds.title")} className="m-0 flex list-none flex-wrap gap-x-4 gap-y-1 p-0 text-small">
      {props.kinds.map((kind) => {
        const { Icon, text } = palette[kind.color];
        return (
          <li key={kind.id} className="flex items-center gap-1.5 text-ink-2">
            <Icon size={14} strokeWidth={2} aria-hidden className={cx("flex-none", text)} />
            {kind.name}
          </li>
        );
      })}
    </ul>
  );
}
