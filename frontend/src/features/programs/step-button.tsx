import type { EnrollmentState } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import type { Deed } from "./dialogs";
import { usualStep } from "./kinds";

/** `nextStates`: where it goes from here, where that is known. */
type Way = { id: string; state: EnrollmentState; nextStates?: readonly EnrollmentState[] };
const steps = {
  INQUIRY: "programs.step.INQUIRY",
  OFFERED: "programs.step.OFFERED",
  INTAKE: "programs.step.INTAKE",
  ON_HOLD: "programs.step.ON_HOLD",
  DISCHARGED: "programs.step.DISCHARGED",
} as const;
const hasStep = (state: EnrollmentState): state is keyof typeof steps => state in steps;

/** The usual next step by its name, one press away. Where a way may turn (an end, a rest), nothing is suggested. */
export function StepButton(props: {
  way: Way;
  name: string;
  onDeed: (deed: Deed) => void;
  /** In lists: the name goes without saying on the screen. */
  small?: boolean;
}) {
  const t = useT();
  const { way, name, small } = props;
  const to = usualStep[way.state];
  if (!hasStep(way.state) || !to || way.nextStates?.includes(to) === false) return null;
  const label = t(steps[way.state]);
  return (
    <Button
      size={small ? "small" : undefined}
      variant={small ? "secondary" : undefined}
      className={small ? "whitespace-nowrap" : undefined}
      aria-label={small ? `${label}: ${name}` : undefined}
      onPress={() => props.onDeed({ kind: "move", wayId: way.id, name, to })}
    >
      {label}
    </Button>
  );
}
