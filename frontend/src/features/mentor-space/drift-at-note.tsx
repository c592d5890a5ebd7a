import { centerBoot } from "@/api/boot";
import { MentoringTexts } from "@/features/mentoring/texts";
import { Section } from "@/ui";
import { DriftHints } from "./drift";
import { useDrift } from "./use-drift";

/** The same kind question at a note: for whoever mentors, and does not counsel. */
export default function DriftAtNote(props: { words: string }) {
  const { roles } = centerBoot().viewer;
  if (!roles.includes("PEER_MENTOR") || roles.includes("COUNSELOR")) return null;
  return (
    <Section loading={null}>
      <MentoringTexts>
        <Hints words={props.words} />
      </MentoringTexts>
    </Section>
  );
}

function Hints(props: { words: string }) {
  const drift = useDrift(props.words);
  return <DriftHints hints={drift.hints} onClose={drift.putAside} />;
}
