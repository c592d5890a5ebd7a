import { useSuspenseQuery } from "@tanstack/react-query";
import { Copy, KeyRound } from "lucide-react";
import { useState } from "react";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { keys } from "@/api/keys";
import { useStepUp } from "@/app/step-up";
import { graphql } from "@/gql";
import type { ApiTokensQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatAgo, formatDay, isPast } from "@/lib/time";
import { Badge, Button, Card, type Column, EmptyState, ErrorNotice, Notice, Table } from "@/ui";
import { TextField } from "@/ui/fields";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { Dialog } from "@/ui/overlay";
import { toast } from "@/ui/toaster";
import { apiTokens } from "./queries";

const CreateApiToken = graphql(`
  mutation CreateApiToken($input: CreateApiTokenInput!) {
    createApiToken(input: $input) {
      apiToken {
        id
      }
      secret
      problems {
        ...ProblemParts
      }
    }
  }
`);
const RevokeApiToken = graphql(`
  mutation RevokeApiToken($apiTokenId: ID!) {
    revokeApiToken(apiTokenId: $apiTokenId) {
      apiToken {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

type Token = ApiTokensQuery["apiTokens"][number];
type Values = { name: string; days: string };

/** Keys for other programs of the center. The secret is shown once; making one asks for a fresh proof. */
export function TokensPart() {
  const t = useT();
  const { guarded, dialog } = useStepUp();
  const [secret, setSecret] = useState<string>();
  const create = useAction(CreateApiToken, (data) => data.createApiToken, { invalidates: [keys.apiTokens] });
  const keyOf = useAttemptKey();
  const [round, setRound] = useState(0);
  const form = useServerForm<Values>({
    schema: v.object({
      name: v.pipe(v.string(), v.trim(), v.nonEmpty(t("staff.tokens.nameMissing"))),
      days: v.string(),
    }),
    values: { name: "", days: "90" },
  });
  async function save(values: Values) {
    const wanted = { name: values.name, days: Number(values.days) };
    const outcome = await guarded(() =>
      create.run({ input: { ...wanted, clientMutationId: keyOf({ ...wanted, round }) } }),
    );
    // Given up in the dialog: nothing happened, nothing to complain about.
    if (!outcome.ok && outcome.problems.some((problem) => problem.__typename === "StepUpRequired")) return;
    if (!form.take(outcome) || !outcome.ok) return;
    setSecret(outcome.payload.secret ?? undefined);
    setRound(round + 1);
    form.form.reset({ name: "", days: "90" });
  }
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <TokenTable />
      <Card labelledBy="add-token" className="grid gap-4">
        <h2 id="add-token" className="text-h2">
          {t("staff.tokens.add")}
        </h2>
        <Form form={form} onSubmit={save}>
          <FormText
            name="name"
            label={t("staff.tokens.name")}
            hint={t("staff.tokens.nameHint")}
            maxLength={100}
            autoComplete="off"
          />
          <FormNativeSelect
            name="days"
            label={t("staff.tokens.days")}
            options={[7, 30, 90, 180, 365].map((days) => ({
              id: String(days),
              label: t("staff.hours.days", { count: days }),
            }))}
          />
          <Button type="submit" className="justify-self-start" pending={create.pending && t("form.saving")}>
            {t("staff.tokens.create")}
          </Button>
        </Form>
      </Card>
      {dialog}
      {secret && <SecretDialog secret={secret} onClose={() => setSecret(undefined)} />}
    </div>
  );
}

function SecretDialog(props: { secret: string; onClose: () => void }) {
  const t = useT();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(props.secret);
      toast(t("staff.tokens.copied"));
    } catch {
      toast(t("staff.tokens.copyFailed"));
    }
  };
  return (
    <Dialog isOpen strict title={t("staff.tokens.secretTitle")}>
      <Notice tone="attention">{t("staff.tokens.secretText")}</Notice>
      <TextField label={t("staff.tokens.secret")} isReadOnly value={props.secret} autoFocus />
      <div className="flex flex-wrap gap-2">
        <Button icon={<Copy size={18} aria-hidden />} onPress={() => void copy()}>
          {t("staff.tokens.copy")}
        </Button>
        <Button variant="secondary" onPress={props.onClose}>
          {t("staff.tokens.kept")}
        </Button>
      </div>
    </Dialog>
  );
}

function TokenTable() {
  const t = useT();
  const list = useSuspenseQuery(apiTokens).data.apiTokens;
  const [asked, setAsked] = useState<Token>();
  const columns = useTokenColumns(setAsked);
  if (!list.length) return <EmptyState icon={<KeyRound size={20} />}>{t("staff.tokens.none")}</EmptyState>;
  return (
    <>
      <Table label={t("staff.admin.tokens")} rows={list} rowKey={(token) => token.id} columns={columns} />
      {asked && <RevokeDialog token={asked} onClose={() => setAsked(undefined)} />}
    </>
  );
}

function useTokenColumns(onRevoke: (token: Token) => void): Array<Column<Token>> {
  const t = useT();
  const locale = useLocale();
  return [
    {
      id: "name",
      header: t("staff.tokens.name"),
      isRowHeader: true,
      cell: (token) => <span className="font-semibold">{token.name}</span>,
    },
    { id: "state", header: t("staff.members.state"), cell: (token) => <TokenState token={token} /> },
    {
      id: "used",
      header: t("staff.tokens.used"),
      labelled: true,
      cell: (token) => (token.lastUsedAt ? formatAgo(token.lastUsedAt, locale) : t("staff.tokens.never")),
    },
    {
      id: "revoke",
      header: t("staff.tokens.revoke"),
      hideHeader: true,
      cell: (token) =>
        !token.revokedAt &&
        !isPast(token.expiresAt) && (
          <Button
            size="small"
            variant="secondary"
            aria-label={`${t("staff.tokens.revoke")}: ${token.name}`}
            onPress={() => onRevoke(token)}
          >
            {t("staff.tokens.revoke")}
          </Button>
        ),
    },
  ];
}

function TokenState({ token }: { token: Token }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  if (token.revokedAt) return <Badge>{t("staff.tokens.revoked")}</Badge>;
  if (isPast(token.expiresAt)) return <Badge>{t("staff.tokens.expired")}</Badge>;
  return <Badge tone="good">{t("staff.tokens.until", { day: formatDay(token.expiresAt, zone, locale) })}</Badge>;
}

function RevokeDialog(props: { token: Token; onClose: () => void }) {
  const t = useT();
  const { guarded, dialog } = useStepUp();
  const revoke = useAction(RevokeApiToken, (data) => data.revokeApiToken, { invalidates: [keys.apiTokens] });
  const problem = revoke.problems.find((one) => one.__typename !== "StepUpRequired");
  async function run() {
    const outcome = await guarded(() => revoke.run({ apiTokenId: props.token.id }));
    if (!outcome.ok) return;
    props.onClose();
    toast(t("staff.tokens.revokedDone"));
  }
  return (
    <>
      <Dialog
        isOpen
        role="alertdialog"
        title={t("staff.tokens.revokeTitle", { name: props.token.name })}
        onOpenChange={(open) => !open && props.onClose()}
      >
        <p className="text-ink-2">{t("staff.tokens.revokeText")}</p>
        {revoke.error && <ErrorNotice error={revoke.error} />}
        {problem && <p className="font-semibold text-rose">{problem.message}</p>}
        <div className="flex flex-wrap gap-2">
          <Button variant="danger" pending={revoke.pending && t("form.saving")} onPress={() => void run()}>
            {t("staff.tokens.revoke")}
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
