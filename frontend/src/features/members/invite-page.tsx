import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { Locale, Role } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { BackLink, Button, ButtonLink, Card, PageHeader } from "@/ui";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { FormCheckboxes } from "@/ui/form-checkboxes";
import { FormRadios } from "@/ui/form-radios";
import { toast } from "@/ui/toaster";
import { inviteChoices, isRole, roles } from "./queries";

const InviteMember = graphql(`
  mutation InviteMember($input: InviteMemberInput!) {
    inviteMember(input: $input) {
      account {
        email
        member {
          id
        }
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

type Values = { email: string; name: string; roles: string[]; locale: Locale; counselorId: string; programId: string };

function useInviteForm(role: Role | undefined) {
  const t = useT();
  return useServerForm<Values>({
    schema: v.object({
      email: v.pipe(
        v.string(),
        v.trim(),
        v.nonEmpty(t("staff.invite.emailMissing")),
        v.email(t("staff.invite.emailWrong")),
      ),
      name: v.pipe(v.string(), v.trim(), v.nonEmpty(t("staff.invite.nameMissing"))),
      roles: v.pipe(v.array(v.string()), v.minLength(1, t("staff.invite.rolesMissing"))),
      locale: v.picklist(["EN", "ES"]),
      counselorId: v.string(),
      programId: v.string(),
    }),
    values: { email: "", name: "", roles: role ? [role] : [], locale: "EN", counselorId: "", programId: "" },
  });
}

/** What only clients have: somebody they see, and a program. Both can wait. */
function ClientFields() {
  const t = useT();
  const { counselors, programs } = useSuspenseQuery(inviteChoices).data;
  const none = { id: "", label: t("staff.invite.later") };
  return (
    <>
      <FormNativeSelect
        name="counselorId"
        label={t("staff.session.counselor")}
        hint={t("staff.invite.counselorHint")}
        options={[none, ...counselors.map((one) => ({ id: one.id, label: one.name }))]}
      />
      <FormNativeSelect
        name="programId"
        label={t("staff.clients.program")}
        options={[none, ...programs.map((one) => ({ id: one.id, label: one.name }))]}
      />
    </>
  );
}

/** Invites a colleague or a client: they get a mail that does not say what it is about. */
export function InvitePage(props: { role?: Role; begin?: string }) {
  const t = useT();
  const form = useInviteForm(props.role);
  const isClient = form.form.watch("roles").includes("CLIENT");
  return (
    <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("staff.members.invite")}
        lead={t("staff.invite.lead")}
        back={
          props.begin ? (
            <BackLink to="/programs/begin" search={{ program: props.begin }}>
              {t("staff.admin.programs")}
            </BackLink>
          ) : (
            <BackLink to="/members">{t("staff.nav.members")}</BackLink>
          )
        }
      >
        {t(props.role === "CLIENT" ? "staff.clients.invite" : "staff.members.invite")}
      </PageHeader>
      <Card>
        <InviteForm form={form} isClient={isClient} begin={props.begin} />
      </Card>
    </div>
  );
}

/** `begin`: the program in which they are to begin next, when that is what they are invited for. */
function InviteForm(props: { form: ReturnType<typeof useInviteForm>; isClient: boolean; begin?: string }) {
  const t = useT();
  const { form, isClient, begin } = props;
  const navigate = useNavigate();
  const invite = useAction(InviteMember, (data) => data.inviteMember, {
    invalidates: [keys.members, keys.clients, keys.setup, keys.counselors],
  });
  const keyOf = useAttemptKey();

  async function save(values: Values) {
    const wanted = {
      email: values.email,
      name: values.name,
      locale: values.locale,
      roles: values.roles.filter(isRole),
      counselorId: (isClient && values.counselorId) || null,
      programId: (isClient && values.programId) || null,
    };
    const outcome = await invite.run({ input: { ...wanted, clientMutationId: keyOf(wanted) } });
    if (!form.take(outcome) || !outcome.ok) return;
    toast(t("staff.invite.done"));
    const client = outcome.payload.account?.member.id;
    if (begin && isClient && client) await navigate({ to: "/programs/begin", search: { program: begin, client } });
    else await navigate({ to: "/members" });
  }
  return (
    <Form form={form} onSubmit={save}>
      <FormText name="email" type="email" autoComplete="off" label={t("staff.members.email")} maxLength={254} />
      <FormText
        name="name"
        autoComplete="off"
        label={t("staff.clients.name")}
        hint={t("staff.invite.nameHint")}
        maxLength={100}
      />
      <FormCheckboxes
        name="roles"
        label={t("staff.members.roles")}
        hint={t("staff.invite.rolesHint")}
        options={roles.map((role) => ({ id: role, label: t(`role.${role}`), detail: t(`staff.roleText.${role}`) }))}
      />
      {isClient && <ClientFields />}
      <FormRadios
        name="locale"
        label={t("staff.invite.language")}
        options={[
          { id: "EN", label: "English" },
          { id: "ES", label: "Español" },
        ]}
      />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" pending={invite.pending && t("staff.invite.sending")}>
          {t("staff.invite.send")}
        </Button>
        <ButtonLink variant="quiet" to="/members">
          {t("form.cancel")}
        </ButtonLink>
      </div>
    </Form>
  );
}
