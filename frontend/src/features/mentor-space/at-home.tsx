import { MentoringTexts } from "@/features/mentoring/texts";
import { Section, Skeleton } from "@/ui";
import { usePairChanges } from "./live";
import { Offers } from "./offers";
import { StandInQuestions } from "./stand-ins";
import { useOwnPairs } from "./use-own-pairs";

/** Questions that wait for a mentor's answer: of somebody to walk with, of another mentor. Nothing when none does. */
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
      <Offers pairs={useOwnPairs()} />
      <StandInQuestions />
    </>
  );
}
