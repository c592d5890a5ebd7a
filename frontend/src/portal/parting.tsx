import { GoodbyeForm, Survey } from "@/features/pair/goodbye";
import type { PairView } from "@/features/pair/queries";
import { Said } from "@/features/pair/said";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { looking } from "@/portal/looking";
import { ButtonLink, Card } from "@/ui";

/** A goodbye: what was said, how to say it back, how it was, and what can come next. */
export default function Parting({ pair }: { pair: PairView }) {
  const t = useT();
  return (
    <>
      <Card labelledBy="parting">
        <Said id="parting" pair={pair} />
        {!pair.endedByMe && (
          // Empty once it is over, unless somebody was still writing.
          <div className="mt-4 empty:hidden">
            <GoodbyeForm pair={pair} onSaid={async () => {}} />
          </div>
        )}
      </Card>
      {!pair.answeredSurvey && (
        <Card labelledBy="survey">
          <h2 id="survey" className="text-h2">
            {t("walk.survey")}
          </h2>
          <p className="mt-1 mb-4 measure text-small text-ink-2">
            {t("walk.surveyText", { name: firstName(pair.mentor.name) })}
          </p>
          <Survey pair={pair} />
        </Card>
      )}
      <ButtonLink to="/mentor/find" state={looking} variant="soft" className="justify-self-start">
        {t("walk.find")}
      </ButtonLink>
    </>
  );
}
