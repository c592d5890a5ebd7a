import { Trash2 } from "lucide-react";
import { useState } from "react";
import * as v from "valibot";
import { KindsHeld } from "@/features/mentoring/kinds-held";
import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import { Badge, Button, Card, Fault, IconButton } from "@/ui";
import { Form, FormText, useServerForm } from "@/ui/form";
import { SaveRow } from "@/ui/save-row";
import { toast } from "@/ui/toaster";
import { type Mentoring, useAddCredential, useRemoveCredential } from "./become-queries";

/** Papers that somebody who mentors holds, and until when. */
export function Credentials({ mentoring }: { mentoring: Mentoring }) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  return (
    <Card labelledBy="credentials">
      <div className="grid gap-3">
        <h2 id="credentials" className="text-h2">
          {t("walk.credentials")}
        </h2>
        {mentoring.credentialExpired && <p className="measure text-small text-honey">{t("walk.credentialExpired")}</p>}
        {mentoring.credentials.length === 0 ? (
          <p className="measure text-small text-ink-2">{t("walk.credentialsNone")}</p>
        ) : (
          <ul aria-labelledby="credentials" className="m-0 grid list-none divide-y divide-line p-0">
            {mentoring.credentials.map((one) => (
              <Row key={one.id} credential={one} />
            ))}
          </ul>
        )}
        {adding ? (
          <NewCredential mentoring={mentoring} onDone={() => setAdding(false)} />
        ) : (
          <Button variant="secondary" className="justify-self-start" onPress={() => setAdding(true)}>
            {t("walk.credentialAdd")}
          </Button>
        )}
      </div>
    </Card>
  );
}

function Row({ credential }: { credential: Mentoring["credentials"][number] }) {
  const t = useT();
  const locale = useLocale();
  const remove = useRemoveCredential();
  const { kind, issuer, number, expiresOn, expired, verifiedAt } = credential;
  // What has run out, or was seen, is not one's own to take away.
  const holds = expired || Boolean(verifiedAt);
  return (
    <li className="grid gap-1 py-2.5">
      <div className="flex items-center gap-3">
        <span className="grid min-w-0 flex-1">
          <span className="flex flex-wrap items-center gap-2">
            <span className="font-semibold break-words">{kind}</span>
            {expired && <Badge tone="attention">{t("walk.credentialOld")}</Badge>}
          </span>
          <span className="text-small break-words text-ink-2">{[issuer, number].filter(Boolean).join(" · ")}</span>
          <span className="text-small text-ink-2">
            {expiresOn
              ? t(expired ? "walk.credentialRanOut" : "walk.credentialUntil", {
                  day: formatDate(expiresOn, locale, "full"),
                })
              : t("walk.credentialOpen")}
          </span>
          {!verifiedAt && !expired && <span className="text-small text-honey">{t("walk.credentialWaits")}</span>}
          {holds && <span className="text-small text-ink-2">{t("walk.credentialHolds")}</span>}
        </span>
        {!holds && (
          <IconButton
            label={t("walk.credentialRemove", { kind })}
            className="text-ink-2"
            pending={remove.pending && t("form.saving")}
            onPress={() => void remove.run({ credentialId: credential.id })}
          >
            <Trash2 size={20} strokeWidth={1.75} aria-hidden />
          </IconButton>
        )}
      </div>
      <Fault of={remove} />
    </li>
  );
}

type Values = { kind: string; issuer: string; number: string; issuedOn: string; expiresOn: string };

function NewCredential(props: { mentoring: Mentoring; onDone: () => void }) {
  const t = useT();
  const add = useAddCredential();
  const form = useServerForm<Values>({
    schema: v.object({
      kind: v.pipe(v.string(), v.trim(), v.nonEmpty(t("walk.credentialKindMissing"))),
      issuer: v.pipe(v.string(), v.trim(), v.nonEmpty(t("walk.credentialIssuerMissing"))),
      number: v.string(),
      issuedOn: v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, t("walk.dayMissing"))),
      expiresOn: v.string(),
    }),
    values: { kind: "", issuer: "", number: "", issuedOn: "", expiresOn: "" },
  });
  async function save(values: Values) {
    const input = { ...values, number: values.number.trim() || null, expiresOn: values.expiresOn || null };
    if (!form.take(await add.run({ input: { ...input, memberId: props.mentoring.id } }))) return;
    toast(t("form.saved"));
    props.onDone();
  }
  return (
    <Form form={form} onSubmit={save}>
      <FormText
        name="kind"
        label={t("walk.credentialKind")}
        hint={t("walk.credentialKindHint")}
        maxLength={120}
        list="credential-kinds"
        autoFocus
      />
      <KindsHeld of={props.mentoring.credentials} />
      <FormText name="issuer" label={t("walk.credentialIssuer")} maxLength={120} />
      <FormText
        name="number"
        label={`${t("walk.credentialNumber")} (${t("form.optional")})`}
        maxLength={60}
        autoComplete="off"
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2">
        <FormText name="issuedOn" type="date" label={t("walk.credentialFrom")} />
        <FormText name="expiresOn" type="date" label={`${t("walk.credentialTo")} (${t("form.optional")})`} />
      </div>
      <SaveRow pending={add.pending} onCancel={props.onDone} />
    </Form>
  );
}
