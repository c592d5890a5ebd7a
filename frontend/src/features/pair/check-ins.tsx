import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { formatDay } from "@/lib/time";
import { MoodShape } from "./mood-shape";
import { moodShades } from "./moods";
import type { CheckInView, PairView } from "./queries";

/** The weeks that were, the latest first: a calm strip, and the words below. */
export function CheckIns({ pair }: { pair: PairView }) {
  const t = useT();
  if (!pair.checkIns.length) return <p className="measure text-ink-2">{t("walk.checkInsNone")}</p>;
  return (
    <section aria-labelledby="check-ins" className="grid gap-3">
      <h2 id="check-ins" className="text-h2">
        {t("walk.checkIns")}
      </h2>
      <div aria-hidden className="flex flex-wrap gap-1.5">
        {[...pair.checkIns]
          .slice(0, 28)
          .reverse()
          .map((one) => (
            <span
              key={one.id}
              className={cx("size-6 rounded-lg", one.mood ? moodShades[one.mood] : "border border-line")}
            />
          ))}
      </div>
      <ul
        aria-labelledby="check-ins"
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {pair.checkIns.map((one) => (
          <Row key={one.id} one={one} />
        ))}
      </ul>
    </section>
  );
}

type Part = keyof NonNullable<CheckInView["sharing"]>;

function Row({ one }: { one: CheckInView }) {
  const t = useT();
  const locale = useLocale();
  const { mood, urge, commitmentKept, note, sharing, createdAt } = one;
  const seenBy = (part: Part) => sharing && t(`walk.seenBy.${sharing[part]}`);
  const said: Array<{ part: Part; words: string }> = [];
  if (typeof urge === "number") said.push({ part: "urge", words: t("walk.urgeWas", { urge }) });
  if (typeof commitmentKept === "boolean") {
    said.push({ part: "commitmentKept", words: t(commitmentKept ? "walk.keptWas" : "walk.keptWasNot") });
  }
  if (note) said.push({ part: "note", words: note });
  return (
    <li className="flex items-start gap-4 px-5 py-4">
      {mood && <MoodShape mood={mood} />}
      <div className="grid min-w-0 gap-1.5">
        <div className="grid">
          <p>
            {mood && <span className="font-semibold">{t(`walk.mood.${mood}`)}</span>}
            <span className="text-ink-2">
              {mood && " · "}
              {formatDay(createdAt, centerBoot().viewer.zone, locale)}
            </span>
          </p>
          <p className="text-caption text-ink-2">{seenBy("mood")}</p>
        </div>
        {said.map(({ part, words }) => (
          <div key={part} className="grid text-small">
            <p className="whitespace-pre-line break-words">{words}</p>
            <p className="text-caption text-ink-2">{seenBy(part)}</p>
          </div>
        ))}
      </div>
    </li>
  );
}
