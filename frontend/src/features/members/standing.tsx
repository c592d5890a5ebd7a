import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import * as v from "valibot";
import { type Outcome, useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { gql } from "@/api/client";
import { keys, sessionKeys } from "@/api/keys";
import type { Problem } from "@/api/problems";
import { useStepUp } from "@/app/step-up";
import { counselors } from "@/features/calendar/queries";
import { graphql } from "@/gql";
import type { AccountRowFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, ErrorNotice, Skeleton } from "@/ui";
import { NativeSelect } from "@/ui/fields";
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
  mutation PauseMember($memberId: ID!, $backupId: ID) {
    pauseMember(memberId: $memberId, backupId: $backupId) {
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

const SessionsAhead = graphql(`
  query SessionsAhead($memberId: ID!) {
    sessionsAhead(memberId: $memberId) {
      sessions
      clients
    }
  }
`);

const changed = [keys.members, keys.clients, keys.counselors, keys.setup];
// Whoever would have met them is asked, or need not choose any more.
const standing = [...changed, keys.cover, keys.staffTasks, keys.availability, ...sessionKeys];

export default function StandingDialog(props: { deed: Deed; row: AccountRowFragment; onClose: () => void }) {
  if (props.deed === "roles") return <RolesDialog row={props.row} onClose={props.onClose} />;
  if (props.deed === "pause") return <PauseDialog row={props.row} onClose={props.onClose} />;
  return <ReactivateDialog row={props.row} onClose={props.onClose} />;
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

/** Whom it would concern, and who stands in for whoever wants that. */
function PauseDialog({ row, onClose }: { row: AccountRowFragment; onClose: () => void }) {
  const t = useT();
  const memberId = row.member.id;
  const pause = useAction(PauseMember, (data) => data.pauseMember, { invalidates: standing });
  const [backupId, setBackupId] = useState("");
  // Counted when it is asked: somebody may book while this list is open.
  const ahead = useQuery({ ...gql([...keys.sessions, "ahead", memberId], SessionsAhead, { memberId }), staleTime: 0 });
  const found = ahead.data?.sessionsAhead;
  const list = useQuery(counselors);
  return (
    <DeedDialog
      words="pause"
      name={row.member.name}
      danger
      deed={pause}
      waits={ahead.isPending || list.isPending}
      run={() => pause.run({ memberId, backupId: backupId || null })}
      onClose={onClose}
    >
      {ahead.isPending && <Skeleton className="h-6 w-full" />}
      {ahead.isError && <ErrorNotice error={ahead.error} onRetry={() => void ahead.refetch()} />}
      {found && found.sessions > 0 && (
        <>
          <p className="font-semibold">{t("staff.members.pauseAhead", found)}</p>
          {/* Without the list, "Nobody" would be the only one to choose. */}
          {list.isPending && <Skeleton className="h-11 w-full" />}
          {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
          {list.data && (
            <StandIn
              people={list.data.counselors.filter((one) => one.id !== memberId)}
              value={backupId}
              onChange={setBackupId}
            />
          )}
        </>
      )}
    </DeedDialog>
  );
}

type StandInProps = {
  people: ReadonlyArray<{ id: string; name: string }>;
  value: string;
  onChange: (id: string) => void;
};

function StandIn(props: StandInProps) {
  const t = useT();
  return (
    <NativeSelect
      id="stand-in"
      label={t("staff.members.standIn")}
      value={props.value}
      onChange={props.onChange}
      options={[
        { id: "", label: t("staff.members.standInNobody") },
        ...props.people.map((one) => ({ id: one.id, label: one.name })),
      ]}
    />
  );
}

function ReactivateDialog({ row, onClose }: { row: AccountRowFragment; onClose: () => void }) {
  const deed = useAction(ReactivateMember, (data) => data.reactivateMember, { invalidates: standing });
  return (
    <DeedDialog
      words="reactivate"
      name={row.member.name}
      deed={deed}
      run={() => deed.run({ memberId: row.member.id })}
      onClose={onClose}
    />
  );
}

type Told = { problems: ReadonlyArray<Problem> };

/** Said once more before it is done, with a fresh proof. */
function DeedDialog(props: {
  words: "pause" | "reactivate";
  name: string;
  danger?: boolean;
  /** What it would mean is not known yet. */
  waits?: boolean;
  deed: Told & { pending: boolean; error?: unknown };
  run: () => Promise<Outcome<Told>>;
  onClose: () => void;
  children?: React.ReactNode;
}) {
  const t = useT();
  const { guarded, dialog } = useStepUp();
  const { deed, words } = props;
  const problem = deed.problems.find((one) => one.__typename !== "StepUpRequired");
  async function run() {
    const outcome = await guarded(props.run);
    if (!outcome.ok) return;
    toast(t(`staff.members.${words}Done`));
    props.onClose();
  }
  return (
    <>
      <Dialog
        isOpen
        role="alertdialog"
        title={t(`staff.members.${words}Title`, { name: props.name })}
        onOpenChange={(open) => !open && props.onClose()}
      >
        <p className="text-ink-2">{t(`staff.members.${words}Text`)}</p>
        {props.children}
        {deed.error ? <ErrorNotice error={deed.error} /> : null}
        {problem && <p className="font-semibold text-rose">{problem.message}</p>}
        <div className="flex flex-wrap gap-2">
          <Button
            variant={props.danger ? "danger" : undefined}
            isDisabled={props.waits}
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
