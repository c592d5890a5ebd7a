import { centerBoot } from "@/api/boot";
import { GoodbyeForm, Survey } from "@/features/pair/goodbye";
import type { PairView } from "@/features/pair/queries";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { addDays, dateInZone, formatDate } from "@/lib/time";
import { looking } from "@/portal/looking";
import { ButtonLink, Card } from "@/ui";

/** A goodbye: what was said, how to say it back, how it was, and what can come next. */
export default function Parting({ pair }: { pair: PairView }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const name = firstName(pair.mentor.name);
  const closed = pair.state === "CLOSED";
  const waits = pair.closingSince && formatDate(addDays(dateInZone(pair.closingSince, zone), 14), locale);
  return (
    <>
      <Card labelledBy="parting">
        <h2 id="parting" className="text-h2">
          {t(closed ? "walk.closed" : pair.endedByMe ? "walk.closingMine" : "walk.closingTheirs", { name })}
        </h2>
        <p className="mt-1 measure text-ink-2">
          {closed ? t("walk.closedText") : waits && t("walk.closingText", { day: waits })}
        </p>
        {pair.endWords && (
          <figure className="m-0 mt-4 rounded-control bg-iris-soft px-5 py-4 text-iris-soft-ink">
            <figcaption className="mb-1 text-small font-semibold">
              {pair.endedByMe ? t("walk.letterMine") : t("walk.letterTheirs", { name })}
            </figcaption>
            <blockquote className="m-0 measure whitespace-pre-line break-words">{pair.endWords}</blockquote>
          </figure>
        )}
        {!closed && !pair.endedByMe && (
          <div className="mt-4">
            <GoodbyeForm pair={pair} onSaid={async () => {}} />
          </div>
        )}
      </Card>
      {!pair.answeredSurvey && (
        <Card labelledBy="survey">
          <h2 id="survey" className="text-h2">
            {t("walk.survey")}
          </h2>
          <p className="mt-1 mb-4 measure text-small text-ink-2">{t("walk.surveyText", { name })}</p>
          <Survey pair={pair} />
        </Card>
      )}
      <ButtonLink to="/mentor/find" state={looking} variant="soft" className="justify-self-start">
        {t("walk.find")}
      </ButtonLink>
    </>
  );
}
