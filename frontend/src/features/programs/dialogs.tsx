import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import type { ContactKind, EnrollmentState } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { todayIn } from "@/lib/days";
import { DeedDialog } from "@/ui/deed";
import { NativeSelect } from "@/ui/fields";
import { CohortForm } from "./cohort-form";
import { StaffLogContact, stale } from "./deeds";
import { contactKinds } from "./kinds";
import { MoveForm, PastDay, PeerForm, PhaseForm, PriorityForm, WayDialog } from "./way-dialogs";

/** What is about to be done, and to whom. */
export type Deed =
  | { kind: "contact"; clientId: string; name: string }
  | { kind: "move"; wayId: string; name: string; to?: EnrollmentState }
  | { kind: "phase" | "priority" | "peer" | "cohort"; wayId: string; name: string };

const titles = {
  move: "programs.moveTitle",
  phase: "programs.phaseTitle",
  priority: "programs.priorityTitle",
  peer: "programs.peerTitle",
  cohort: "programs.cohortChange",
} as const;
const forms = { phase: PhaseForm, priority: PriorityForm, peer: PeerForm, cohort: CohortForm } as const;

/** One dialog for a whole list: its lines stay light. */
export function DeedDialogs(props: { deed: Deed | undefined; onClose: () => void }) {
  const t = useT();
  const { deed, onClose } = props;
  if (!deed) return null;
  if (deed.kind === "contact") return <ContactDialog clientId={deed.clientId} name={deed.name} onClose={onClose} />;
  if (deed.kind === "move") {
    return (
      <WayDialog wayId={deed.wayId} title={t(titles.move, { name: deed.name })} onClose={onClose}>
        {(way) => <MoveForm way={way} first={deed.to} onClose={onClose} />}
      </WayDialog>
    );
  }
  const Inner = forms[deed.kind];
  return (
    <WayDialog wayId={deed.wayId} title={t(titles[deed.kind], { name: deed.name })} onClose={onClose}>
      {(way) => <Inner way={way} onClose={onClose} />}
    </WayDialog>
  );
}

/** Writes down that somebody was there. What was said stays between the two. */
function ContactDialog(props: { clientId: string; name: string; onClose: () => void }) {
  const t = useT();
  const today = todayIn(centerBoot().center.zone);
  const log = useAction(StaffLogContact, (data) => data.logContact, stale);
  const keyOf = useAttemptKey();
  const [kind, setKind] = useState<ContactKind>("CALL");
  const [on, setOn] = useState(today);
  return (
    <DeedDialog
      title={t("programs.contactTitle", { name: props.name })}
      text={t("programs.contactText")}
      confirm={t("programs.contactSave")}
      done={t("programs.contactDone", { name: props.name })}
      run={() => {
        const wanted = { clientId: props.clientId, kind, on: on === today ? null : on || null };
        return log.run({ input: { ...wanted, clientMutationId: keyOf(wanted) } });
      }}
      onClose={props.onClose}
    >
      <NativeSelect
        id="contact-kind"
        label={t("programs.contactKind")}
        value={kind}
        onChange={(value) => setKind(contactKinds.find((one) => one === value) ?? "CALL")}
        options={contactKinds.map((id) => ({ id, label: t(`programs.contact.${id}`) }))}
      />
      <PastDay label={t("programs.contactOn")} value={on} onChange={setOn} />
    </DeedDialog>
  );
}
