import { useSuspenseQuery } from "@tanstack/react-query";
import { isFreshStep } from "@/features/mentor/step";
import { MentoringTexts } from "@/features/mentoring/texts";
import { useT } from "@/i18n";
import { Notice, Section, Skeleton, TextLink } from "@/ui";
import { usePairChanges } from "./live";
import { Offers } from "./offers";
import { ownStep } from "./queries";
import { StandInQuestions } from "./stand-ins";
import { useOwnPairs } from "./use-own-pairs";

/** What the center did last, and questions that wait for a mentor's answer: of somebody to walk with, of another mentor. */
export default function OffersAtHome() {
  return (
    <Section loading={<Skeleton className="h-24 w-full rounded-card" />}>
      <MentoringTexts>
        <Waiting />
      </MentoringTexts>
    </Section>
  );
}

function Waiting() {
  usePairChanges();
  return (
    <>
      <Stepped />
      <Offers pairs={useOwnPairs()} />
      <StandInQuestions />
    </>
  );
}

/** The center went a step with them lately, and a mail said no more than that there is something. */
function Stepped() {
  const t = useT();
  const { myMentorProfile: mine } = useSuspenseQuery(ownStep).data;
  if (!isFreshStep(mine?.steppedAt)) return null;
  return (
    <Notice>
      {t("mentoring.mine.stepped")} <TextLink to="/mentorship/mine">{t("mentoring.mine.people")}</TextLink>
    </Notice>
  );
}
