import { keepPreviousData, useInfiniteQuery } from "@tanstack/react-query";
import { EllipsisVertical, MailWarning, UserPlus } from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot, may } from "@/api/boot";
import { keys } from "@/api/keys";
import { useFind } from "@/features/caseload/find";
import { graphql, unmask } from "@/gql";
import type { AccountRowFragment, Role } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { formatDay } from "@/lib/time";
import {
  Badge,
  Button,
  ButtonLink,
  EmptyState,
  ErrorNotice,
  MoreButton,
  PageHeader,
  SkeletonList,
  TabLink,
  TabLinks,
  Table,
  TextLink,
} from "@/ui";
import { useErrorText } from "@/ui/errors";
import { FindField } from "@/ui/filters";
import { Dialog, Menu, TriggerButton } from "@/ui/overlay";
import { toast } from "@/ui/toaster";
import { type Deed, deedsFor } from "./deeds";
import { AccountRow, memberPages, roles } from "./queries";

// The list is looked at far more often than somebody's roles change.
const StandingDialog = lazy(() => import("./standing"));

const ResendInvitation = graphql(`
  mutation ResendInvitation($invitationId: ID!, $clientMutationId: String!) {
    resendInvitation(invitationId: $invitationId, clientMutationId: $clientMutationId) {
      invitation {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const RevokeInvitation = graphql(`
  mutation RevokeInvitation($invitationId: ID!) {
    revokeInvitation(invitationId: $invitationId) {
      invitation {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** Everybody in the center: who they are, what they may do, whether they have come in yet. */
export function MembersPage(props: { role?: Role }) {
  const t = useT();
  const { text, setText, find } = useFind();
  const list = useInfiniteQuery({ ...memberPages(props.role, find), placeholderData: keepPreviousData });
  const rows = list.data?.pages.flatMap((page) => page.members.nodes.map((node) => unmask(AccountRow, node))) ?? [];
  const filtered = Boolean(find || props.role);
  return (
    <>
      <PageHeader
        title={t("staff.nav.members")}
        actions={
          may("INVITE_MEMBERS") && (
            <ButtonLink to="/members/invite" icon={<UserPlus size={18} aria-hidden />}>
              {t("staff.members.invite")}
            </ButtonLink>
          )
        }
      >
        {t("staff.nav.members")}
      </PageHeader>
      <FindField label={t("staff.members.search")} value={text} onChange={setText} />
      <TabLinks label={t("staff.members.roles")}>
        <TabLink to="/members" search={{}} state activeOptions={{ exact: true, includeSearch: true }}>
          {t("staff.members.everybody")}
        </TabLink>
        {roles.map((role) => (
          <TabLink key={role} to="/members" search={{ role }} state>
            {t(`role.${role}`)}
          </TabLink>
        ))}
      </TabLinks>
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={4} rowClass="h-11 w-full" />}
      {list.data && rows.length > 0 && <MemberTable rows={rows} />}
      {list.data && rows.length === 0 && (
        <EmptyState
          icon={<UserPlus size={20} />}
          action={
            filtered && (
              <ButtonLink variant="secondary" to="/members" search={{}} onClick={() => setText("")}>
                {t("staff.clearFilters")}
              </ButtonLink>
            )
          }
        >
          {t(filtered ? "staff.members.noneFound" : "staff.members.none")}
        </EmptyState>
      )}
      <MoreButton list={list} label={t("documents.more")} />
    </>
  );
}

function MemberTable(props: { rows: readonly AccountRowFragment[] }) {
  const t = useT();
  return (
    <Table
      label={t("staff.nav.members")}
      rows={props.rows}
      rowKey={(row) => row.member.id}
      columns={[
        {
          id: "name",
          header: t("staff.clients.name"),
          isRowHeader: true,
          cell: ({ member }) =>
            member.roles.includes("CLIENT") ? (
              <TextLink className="font-semibold" to="/clients/$id" params={{ id: member.id }}>
                {member.name}
              </TextLink>
            ) : (
              <span className="font-semibold">{member.name}</span>
            ),
        },
        {
          id: "email",
          header: t("staff.members.email"),
          cell: (row) => (
            <span className="inline-flex min-w-0 flex-wrap items-center gap-x-2 gap-y-1">
              <span className="break-all">{row.email}</span>
              {row.emailProblem && (
                <Badge tone="attention" icon={<MailWarning size={14} aria-hidden />}>
                  {t("staff.members.mailFails")}
                </Badge>
              )}
            </span>
          ),
        },
        {
          id: "roles",
          header: t("staff.members.roles"),
          cell: (row) => row.member.roles.map((role) => t(`role.${role}`)).join(", "),
        },
        { id: "state", header: t("staff.members.state"), cell: (row) => <State row={row} /> },
        { id: "more", header: t("staff.members.more"), hideHeader: true, cell: (row) => <RowMenu row={row} /> },
      ]}
    />
  );
}

function State({ row }: { row: AccountRowFragment }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  if (row.state === "ACTIVE") {
    return (
      <Badge tone="good">
        {row.joinedAt
          ? t("staff.members.since", { day: formatDay(row.joinedAt, zone, locale) })
          : t("staff.members.active")}
      </Badge>
    );
  }
  if (row.state === "SUSPENDED") return <Badge tone="attention">{t("staff.members.suspended")}</Badge>;
  if (row.state === "ENDED") return <Badge>{t("staff.members.ended")}</Badge>;
  const invitation = row.invitation;
  if (invitation?.state === "EXPIRED") return <Badge tone="attention">{t("staff.members.expired")}</Badge>;
  if (invitation?.state === "REVOKED") return <Badge>{t("staff.members.revoked")}</Badge>;
  return (
    <Badge tone="info">
      {invitation
        ? t("staff.members.invitedUntil", { day: formatDay(invitation.expiresAt, zone, locale) })
        : t("staff.members.invited")}
    </Badge>
  );
}

/** What can be done about a member, or about an invitation that was not taken up yet. */
function RowMenu({ row }: { row: AccountRowFragment }) {
  const { invitation } = row;
  if (may("INVITE_MEMBERS") && row.state === "INVITED" && invitation) {
    return <InvitationMenu row={row} invitation={invitation} />;
  }
  return may("MANAGE_MEMBERS") && deedsFor(row).length > 0 ? <StandingMenu row={row} /> : null;
}

function StandingMenu({ row }: { row: AccountRowFragment }) {
  const t = useT();
  const [deed, setDeed] = useState<Deed>();
  const label = t("staff.members.moreFor", { name: row.member.name });
  return (
    <>
      <Menu
        label={label}
        trigger={
          <TriggerButton label={label}>
            <EllipsisVertical size={18} aria-hidden />
          </TriggerButton>
        }
        entries={deedsFor(row).map((one) => ({
          id: one,
          label: t(`staff.members.${one === "roles" ? "changeRoles" : one}`),
          danger: one === "pause",
          onAction: () => setDeed(one),
        }))}
      />
      {deed && (
        <Suspense>
          <StandingDialog deed={deed} row={row} onClose={() => setDeed(undefined)} />
        </Suspense>
      )}
    </>
  );
}

type Invitation = NonNullable<AccountRowFragment["invitation"]>;

function InvitationMenu({ row, invitation }: { row: AccountRowFragment; invitation: Invitation }) {
  const t = useT();
  const errorText = useErrorText();
  const resend = useAction(ResendInvitation, (data) => data.resendInvitation, { invalidates: [keys.members] });
  const [revoking, setRevoking] = useState(false);
  async function again(invitationId: string) {
    const outcome = await resend.run({ invitationId, clientMutationId: newKey() });
    if (outcome.ok) toast(t("staff.members.resent"));
    else toast(outcome.error ? errorText(outcome.error) : (outcome.problems[0]?.message ?? ""), { lasts: 10_000 });
  }
  return (
    <>
      <Menu
        label={t("staff.members.moreFor", { name: row.member.name })}
        trigger={
          <TriggerButton label={t("staff.members.moreFor", { name: row.member.name })} isDisabled={resend.pending}>
            <EllipsisVertical size={18} aria-hidden />
          </TriggerButton>
        }
        entries={[
          { id: "resend", label: t("staff.members.resend"), onAction: () => void again(invitation.id) },
          ...(invitation.state === "OPEN"
            ? [{ id: "revoke", label: t("staff.members.revoke"), danger: true, onAction: () => setRevoking(true) }]
            : []),
        ]}
      />
      {revoking && (
        <RevokeDialog invitationId={invitation.id} name={row.member.name} onClose={() => setRevoking(false)} />
      )}
    </>
  );
}

function RevokeDialog(props: { invitationId: string; name: string; onClose: () => void }) {
  const t = useT();
  const revoke = useAction(RevokeInvitation, (data) => data.revokeInvitation, { invalidates: [keys.members] });
  const problem = revoke.problems[0];
  async function run() {
    const outcome = await revoke.run({ invitationId: props.invitationId });
    if (!outcome.ok) return;
    toast(t("staff.members.revokedDone"));
    props.onClose();
  }
  return (
    <Dialog
      isOpen
      role="alertdialog"
      title={t("staff.members.revokeTitle", { name: props.name })}
      onOpenChange={(open) => !open && props.onClose()}
    >
      <p className="text-ink-2">{t("staff.members.revokeText")}</p>
      {revoke.error && <ErrorNotice error={revoke.error} />}
      {problem && <p className="font-semibold text-rose">{problem.message}</p>}
      <div className="flex flex-wrap gap-2">
        <Button variant="danger" pending={revoke.pending && t("form.saving")} onPress={() => void run()}>
          {t("staff.members.revoke")}
        </Button>
        <Button variant="secondary" onPress={props.onClose}>
          {t("staff.members.keep")}
        </Button>
      </div>
    </Dialog>
  );
}
