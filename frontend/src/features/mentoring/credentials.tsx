import { BadgeCheck, TriangleAlert } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { type FragmentType, unmask } from "@/gql";
import type { SteerCredentialPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Button, EmptyState } from "@/ui";
import { DeedDialog, useSay } from "@/ui/deed";
import { TextField } from "@/ui/fields";
import { SteerAddCredential, SteerRemoveCredential, SteerVerifyCredential, stale } from "./deeds-mentors";
import { KindsHeld } from "./kinds-held";
import { SteerCredentialParts } from "./queries-mentors";
import { listClass, steers, useDay, useExpiryWords } from "./words";

/** What somebody can show, with the day it runs out in words. By whoever holds it, or whoever steers. */
export function Credentials(props: {
  memberId: string;
  held: ReadonlyArray<FragmentType<typeof SteerCredentialParts>>;
  /** What it means when one runs out. */
  lead: string;
}) {
  const t = useT();
  const [adding, setAdding] = useState(false);
  const [dropping, setDropping] = useState<SteerCredentialPartsFragment>();
  const held = props.held.map((one) => unmask(SteerCredentialParts, one));
  return (
    <section aria-labelledby="credentials" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="credentials" className="text-h2">
        {t("mentoring.part.credentials")}
      </h2>
      <p className="measure text-ink-2">{props.lead}</p>
      {held.length === 0 ? (
        <EmptyState icon={<BadgeCheck size={20} />}>{t("mentoring.noCredentials")}</EmptyState>
      ) : (
        <ul aria-label={t("mentoring.part.credentials")} className={listClass}>
          {held.map((one) => (
            <CredentialRow
              key={one.id}
              credential={one}
              own={props.memberId === centerBoot().viewer.id}
              onRemove={() => setDropping(one)}
            />
          ))}
        </ul>
      )}
      <Button className="justify-self-start" variant="secondary" onPress={() => setAdding(true)}>
        {t("mentoring.addCredential")}
      </Button>
      {adding && <AddDialog memberId={props.memberId} held={held} onClose={() => setAdding(false)} />}
      {dropping && <RemoveDialog credential={dropping} onClose={() => setDropping(undefined)} />}
    </section>
  );
}

function CredentialRow(props: { credential: SteerCredentialPartsFragment; own: boolean; onRemove: () => void }) {
  const t = useT();
  const expiry = useExpiryWords();
  const day = useDay();
  const { credential } = props;
  const { verifiedBy, verifiedAt } = credential;
  // What has run out, or was seen, is not one's own to take away.
  const holds = props.own && (credential.expired || Boolean(verifiedAt));
  return (
    <li className="flex flex-wrap items-center justify-between gap-2 px-4 py-3">
      <span className="grid min-w-0">
        <span className="font-semibold break-words">{credential.kind}</span>
        <span className="text-small break-words text-ink-2">
          {[credential.issuer, credential.number && t("mentoring.credential.number", { number: credential.number })]
            .filter(Boolean)
            .join(" · ")}
        </span>
        <span className={cx("flex items-center gap-1.5 text-small", credential.expired && "font-semibold text-honey")}>
          {credential.expired && <TriangleAlert size={14} aria-hidden className="flex-none" />}
          {expiry(credential)}
        </span>
        {(verifiedBy || !holds) && (
          <span className={cx("text-small", verifiedBy ? "text-ink-2" : "text-honey")}>
            {verifiedBy && verifiedAt
              ? t("mentoring.credential.seenBy", { name: verifiedBy.name, day: day(verifiedAt) })
              : t(props.own ? "mentoring.credential.waits" : "mentoring.credential.unseen")}
          </span>
        )}
        {holds && <span className="text-small text-ink-2">{t("mentoring.credential.holds")}</span>}
      </span>
      {/* Nobody vouches for themself. */}
      {steers() && !props.own && !verifiedBy && <Confirm credential={credential} />}
      {!holds && (
        <Button
          size="small"
          variant="quiet"
          aria-label={t("mentoring.removeNamed", { what: credential.kind })}
          onPress={props.onRemove}
        >
          {t("mentoring.remove")}
        </Button>
      )}
    </li>
  );
}

/** Whoever steers has seen the paper that its holder noted. */
function Confirm({ credential }: { credential: SteerCredentialPartsFragment }) {
  const t = useT();
  const say = useSay();
  const verify = useAction(SteerVerifyCredential, (data) => data.verifyCredential, stale);
  return (
    <Button
      size="small"
      variant="secondary"
      className="ms-auto"
      pending={verify.pending && t("form.saving")}
      aria-label={t("mentoring.credential.confirmNamed", { what: credential.kind })}
      onPress={() =>
        void verify
          .run({ credentialId: credential.id })
          .then((outcome) => say(outcome, t("mentoring.credential.confirmed")))
      }
    >
      {t("mentoring.credential.confirm")}
    </Button>
  );
}

type Said = { kind: string; issuer: string; number: string; issuedOn: string; expiresOn: string };

function AddDialog(props: { memberId: string; held: readonly SteerCredentialPartsFragment[]; onClose: () => void }) {
  const t = useT();
  const { today } = centerBoot();
  const add = useAction(SteerAddCredential, (data) => data.addCredential, stale);
  const [said, setSaid] = useState<Said>({ kind: "", issuer: "", number: "", issuedOn: today, expiresOn: "" });
  return (
    <DeedDialog
      title={t("mentoring.addCredential")}
      confirm={t("mentoring.add")}
      done={t("form.saved")}
      run={() =>
        add.run({
          input: {
            ...said,
            memberId: props.memberId,
            number: said.number || null,
            issuedOn: said.issuedOn || today,
            expiresOn: said.expiresOn || null,
          },
        })
      }
      onClose={props.onClose}
    >
      <KindsHeld of={props.held} />
      <CredentialFields said={said} onSay={setSaid} />
    </DeedDialog>
  );
}

function CredentialFields(props: { said: Said; onSay: (said: Said) => void }) {
  const t = useT();
  const { said } = props;
  const part = (name: keyof Said) => ({
    value: said[name],
    onChange: (value: string) => props.onSay({ ...said, [name]: value }),
  });
  return (
    <>
      <TextField
        autoFocus
        label={t("mentoring.credential.kind")}
        hint={t("mentoring.credential.kindHint")}
        maxLength={120}
        list="credential-kinds"
        {...part("kind")}
      />
      <TextField label={t("mentoring.credential.issuer")} maxLength={120} {...part("issuer")} />
      <TextField label={`${t("mentoring.credential.no")} (${t("form.optional")})`} maxLength={80} {...part("number")} />
      <div className="grid gap-4 sm:grid-cols-2">
        <TextField
          type="date"
          label={t("mentoring.credential.issued")}
          max={centerBoot().today}
          {...part("issuedOn")}
        />
        <TextField
          type="date"
          label={`${t("mentoring.credential.expires")} (${t("form.optional")})`}
          min={said.issuedOn}
          {...part("expiresOn")}
        />
      </div>
    </>
  );
}

function RemoveDialog(props: { credential: SteerCredentialPartsFragment; onClose: () => void }) {
  const t = useT();
  const remove = useAction(SteerRemoveCredential, (data) => data.removeCredential, stale);
  return (
    <DeedDialog
      title={t("mentoring.removeTitle", { what: props.credential.kind })}
      text={t("mentoring.removeText")}
      confirm={t("mentoring.remove")}
      done={t("mentoring.removed")}
      run={() => remove.run({ credentialId: props.credential.id })}
      onClose={props.onClose}
    />
  );
}
