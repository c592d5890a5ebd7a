import * as v from "valibot";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { keys } from "@/api/keys";
import { useStepUp } from "@/app/step-up";
import { graphql } from "@/gql";
import type { AccountRowFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, ErrorNotice } from "@/ui";
import { Form, useServerForm } from "@/ui/form";
import { FormCheckboxes } from "@/ui/form-checkboxes";
import { Dialog } from "@/ui/overlay";
import { toast } from "@/ui/toaster";
import type { Deed } from "./deeds";
import { isRole, roles } from "./queries";

const ChangeRoles = graphql(`
  mutation ChangeRoles($input: ChangeRolesInput!) {
    changeRoles(input: $input) {
      account {
        ...AccountRow
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const PauseMember = graphql(`
  mutation PauseMember($memberId: ID!) {
    pauseMember(memberId: $memberId) {
      account {
        ...AccountRow
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const ReactivateMember = graphql(`
  mutation ReactivateMember($memberId: ID!) {
    reactivateMember(memberId: $memberId) {
      account {
        ...AccountRow
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

const changed = [keys.members, keys.clients, keys.counselors, keys.setup];

export default function StandingDialog(props: { deed: Deed; row: AccountRowFragment; onClose: () => void }) {
  if (props.deed === "roles") return <RolesDialog row={props.row} onClose={props.onClose} />;
  return <PauseDialog bringBack={props.deed === "reactivate"} row={props.row} onClose={props.onClose} />;
}

type Values = { roles: string[] };

/** All roles at once: what is ticked is what they may do from now on. */
function RolesDialog({ row, onClose }: { row: AccountRowFragment; onClose: () => void }) {
  const t = useT();
  const { guarded, dialog } = useStepUp();
  const change = useAction(ChangeRoles, (data) => data.changeRoles, { invalidates: changed });
  const form = useServerForm<Values>({
    schema: v.object({ roles: v.pipe(v.array(v.string()), v.minLength(1, t("staff.invite.rolesMissing"))) }),
    values: { roles: [...row.member.roles] },
  });
  const own = row.member.id === centerBoot().viewer.id;

  async function save(values: Values) {
    const wanted = values.roles.filter(isRole);
    const outcome = await guarded(() => change.run({ input: { memberId: row.member.id, roles: wanted } }));
    // Given up in the dialog: nothing happened, nothing to complain about.
    if (!outcome.ok && outcome.problems.some((problem) => problem.__typename === "StepUpRequired")) return;
    if (!form.take(outcome)) return;
    toast(t("staff.members.rolesDone"));
    onClose();
    // This page was made for the rights from before.
    if (own) window.location.reload();
  }
  return (
    <>
      <Dialog
        isOpen
        title={t("staff.members.rolesTitle", { name: row.member.name })}
        onOpenChange={(open) => !open && onClose()}
      >
        <p className="text-ink-2">{t(own ? "staff.members.rolesOwnText" : "staff.members.rolesText")}</p>
        <Form form={form} onSubmit={save}>
          <FormCheckboxes
            name="roles"
            label={t("staff.members.roles")}
            options={roles.map((role) => ({ id: role, label: t(`role.${role}`), detail: t(`staff.roleText.${role}`) }))}
          />
          <div className="flex flex-wrap gap-2">
            <Button type="submit" pending={change.pending && t("form.saving")}>
              {t("staff.members.rolesSave")}
            </Button>
            <Button variant="secondary" onPress={onClose}>
              {t("form.cancel")}
            </Button>
          </div>
        </Form>
      </Dialog>
      {dialog}
    </>
  );
}

function PauseDialog(props: { bringBack: boolean; row: AccountRowFragment; onClose: () => void }) {
  const t = useT();
  const { guarded, dialog } = useStepUp();
  const pause = useAction(PauseMember, (data) => data.pauseMember, { invalidates: changed });
  const reactivate = useAction(ReactivateMember, (data) => data.reactivateMember, { invalidates: changed });
  const deed = props.bringBack ? reactivate : pause;
  const words = props.bringBack ? "reactivate" : "pause";
  const problem = deed.problems.find((one) => one.__typename !== "StepUpRequired");
  async function run() {
    const outcome = await guarded(() => deed.run({ memberId: props.row.member.id }));
    if (!outcome.ok) return;
    toast(t(`staff.members.${words}Done`));
    props.onClose();
  }
  return (
    <>
      <Dialog
        isOpen
        role="alertdialog"
        title={t(`staff.members.${words}Title`, { name: props.row.member.name })}
        onOpenChange={(open) => !open && props.onClose()}
      >
        <p className="text-ink-2">{t(`staff.members.${words}Text`)}</p>
        {deed.error && <ErrorNotice error={deed.error} />}
        {problem && <p className="font-semibold text-rose">{problem.message}</p>}
        <div className="flex flex-wrap gap-2">
          <Button
            variant={props.bringBack ? undefined : "danger"}
            pending={deed.pending && t("form.saving")}
            onPress={() => void run()}
          >
            {t(`staff.members.${words}`)}
          </Button>
          <Button variant="secondary" onPress={props.onClose}>
            {t("form.cancel")}
          </Button>
        </div>
      </Dialog>
      {dialog}
    </>
  );
}
