import { X } from "lucide-react";
import { useLocale, useT } from "@/i18n";
import { formatClock } from "@/lib/time";
import { IconButton } from "@/ui";
import { type FreeRange, isFree, otherHours, partNames, toggled } from "./hours";
import { useWalkWords, walkDays } from "./words";

/** When one usually has time: parts of days, one press each. */
export function FreeHours(props: { hours: readonly FreeRange[]; onChange: (hours: FreeRange[]) => void }) {
  const t = useT();
  const words = useWalkWords();
  const { hours, onChange } = props;
  return (
    <fieldset className="m-0 grid gap-1 border-0 p-0">
      <legend className="p-0 font-semibold">{t("walk.hours")}</legend>
      <p className="text-small text-ink-2">{t("walk.hoursHint")}</p>
      <table className="w-full border-collapse text-small">
        <thead>
          <tr>
            <td />
            {partNames.map((part) => (
              <th key={part} scope="col" className="px-1 py-2 font-semibold text-ink-2">
                {t(`walk.part.${part}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {walkDays.map((day) => (
            <tr key={day} className="border-line border-t">
              <th scope="row" className="py-1 pr-2 text-left font-semibold first-letter:uppercase">
                {words.weekday(day)}
              </th>
              {partNames.map((part) => (
                <td key={part} className="text-center">
                  <label className="inline-grid size-12 cursor-pointer place-items-center">
                    <input
                      type="checkbox"
                      aria-label={`${words.weekday(day)}, ${t(`walk.part.${part}`)}`}
                      checked={isFree(hours, day, part)}
                      onChange={() => onChange(toggled(hours, day, part))}
                      className="size-6 cursor-pointer accent-(--accent-solid)"
                    />
                  </label>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <Others hours={hours} onChange={onChange} />
    </fieldset>
  );
}

function Others(props: { hours: readonly FreeRange[]; onChange: (hours: FreeRange[]) => void }) {
  const t = useT();
  const locale = useLocale();
  const words = useWalkWords();
  const others = otherHours(props.hours);
  if (!others.length) return null;
  const say = (range: FreeRange) =>
    t("walk.range", {
      day: words.weekday(range.weekday),
      from: formatClock(range.from, locale),
      until: formatClock(range.until, locale),
    });
  return (
    <ul aria-label={t("walk.hoursOther")} className="m-0 grid list-none p-0">
      {others.map((range) => (
        <li key={say(range)} className="flex items-center justify-between gap-3">
          <span className="first-letter:uppercase">{say(range)}</span>
          <IconButton
            label={t("walk.hoursRemove", { range: say(range) })}
            className="text-ink-2"
            onPress={() => props.onChange(props.hours.filter((one) => one !== range))}
          >
            <X size={18} aria-hidden />
          </IconButton>
        </li>
      ))}
    </ul>
  );
}
