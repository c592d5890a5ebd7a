import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { Badge, TextLink } from "@/ui";
import type { CoveringLine as Line } from "./queries";

/** Somebody who is away, since when, until when, and who has not chosen yet. */
export function CoveringLine({ line }: { line: Line }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  return (
    <li className="flex flex-wrap items-start justify-between gap-x-4 gap-y-1 px-4 py-3">
      <span className="grid min-w-0">
        <TextLink to="/covering/$id" params={{ id: line.id }} className="justify-self-start font-semibold">
          {line.counselor.name}
          <span className="sr-only">, {formatWhen(line.startsAt, zone, locale)}</span>
        </TextLink>
        <span className="tnum text-small text-ink-2">
          {line.paused
            ? t("desk.cover.since", { when: formatWhen(line.startsAt, zone, locale) })
            : `${formatWhen(line.startsAt, zone, locale)} – ${formatWhen(line.endsAt, zone, locale)}`}
        </span>
        {line.backup && (
          <span className="text-small text-ink-2">
            {t("desk.cover.backup")}: {line.backup.name}
          </span>
        )}
      </span>
      <Badge tone={line.open > 0 ? "attention" : "neutral"}>
        {t("desk.cover.progress", { asked: line.asked, open: line.open })}
      </Badge>
    </li>
  );
}
