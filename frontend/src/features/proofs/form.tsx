import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useFormContext, useWatch } from "react-hook-form";
import * as v from "valibot";
import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { ProofItem } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { addDays } from "@/lib/time";
import { Button, Notice } from "@/ui";
import { Form, FormNativeSelect, FormText, useServerForm } from "@/ui/form";
import { proofGroups } from "./queries";

const CreateProof = graphql(`
  mutation CreateAttendanceProof($input: CreateAttendanceProofInput!) {
    createAttendanceProof(input: $input) {
      proof {
        id
      }
      url
      problems {
        ...ProblemParts
      }
    }
  }
`);
const items: readonly ProofItem[] = ["NAME", "CENTER", "GROUP", "PERIOD", "DATES", "MINUTES", "COUNT"];
type Values = {
  groupIds: string[];
  from: string;
  until: string;
  show: string[];
  nameAsShown: string;
  recipient: string;
  days: string;
};

type Groups = ReadonlyArray<{ id: string; name: string }>;

function useProofForm(groups: Groups, today: string) {
  const t = useT();
  const some = (words: string) => v.pipe(v.array(v.string()), v.minLength(1, words));
  const day = v.pipe(v.string(), v.regex(/^\d{4}-\d{2}-\d{2}$/, t("proofs.dayMissing")));
  return useServerForm<Values>({
    schema: v.pipe(
      v.object({
        groupIds: some(t("proofs.groupMissing")),
        from: day,
        until: day,
        show: some(t("proofs.showMissing")),
        nameAsShown: v.string(),
        recipient: v.pipe(v.string(), v.trim(), v.nonEmpty(t("proofs.recipientMissing"))),
        days: v.string(),
      }),
      v.forward(
        v.partialCheck(
          [["show"], ["nameAsShown"]],
          ({ show, nameAsShown }) => !show.includes("NAME") || nameAsShown.trim() !== "",
          t("proofs.nameMissing"),
        ),
        ["nameAsShown"],
      ),
    ),
    values: {
      groupIds: groups.length === 1 ? groups.map((one) => one.id) : [],
      from: addDays(today, -30),
      until: today,
      show: [],
      nameAsShown: "",
      recipient: "",
      days: "30",
    },
  });
}

/** A page that says only what one ticks. Its link is shown once. */
export function ProofForm(props: { onClose: () => void }) {
  const t = useT();
  const { viewer, myMemberships } = useSuspenseQuery(proofGroups).data;
  const groups = myMemberships.filter((one) => one.joinedAt).map((one) => one.group);
  const create = useAction(CreateProof, (data) => data.createAttendanceProof, { invalidates: [keys.proofs] });
  const keyFor = useAttemptKey();
  const [url, setUrl] = useState<string | null>(null);
  const form = useProofForm(groups, viewer.today);

  async function send(values: Values) {
    const show = values.show as ProofItem[];
    const input = {
      ...values,
      show,
      days: Number(values.days),
      nameAsShown: show.includes("NAME") ? values.nameAsShown.trim() : null,
    };
    const outcome = await create.run({ input: { ...input, clientMutationId: keyFor(input) } });
    if (form.take(outcome) && outcome.ok) setUrl(outcome.payload.url ?? null);
  }

  if (url) return <Done url={url} onClose={props.onClose} />;
  if (!groups.length) return <Notice>{t("proofs.noGroups")}</Notice>;
  return (
    <Form form={form} onSubmit={send}>
      <About groups={groups} today={viewer.today} />
      <Shown />
      <Reader />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" size="large" pending={create.pending && t("proofs.making")}>
          {t("proofs.make")}
        </Button>
        <Button variant="quiet" onPress={props.onClose}>
          {t("form.cancel")}
        </Button>
      </div>
    </Form>
  );
}

/** Which groups, and from when until when. */
function About(props: { groups: Groups; today: string }) {
  const t = useT();
  return (
    <>
      <Ticks
        name="groupIds"
        label={t("proofs.groups")}
        options={props.groups.map(({ id, name }) => ({ id, label: name }))}
      />
      <div className="grid grid-cols-[minmax(0,1fr)] gap-4 sm:grid-cols-2">
        <FormText name="from" type="date" label={t("proofs.from")} />
        <FormText name="until" type="date" label={t("proofs.until")} max={props.today} />
      </div>
    </>
  );
}

/** What the page says; a name only when that is ticked. */
function Shown() {
  const t = useT();
  const naming = (useWatch({ name: "show" }) as string[]).includes("NAME");
  return (
    <>
      <Ticks
        name="show"
        label={t("proofs.show")}
        hint={t("proofs.showHint")}
        options={items.map((id) => ({ id, label: t(`proofs.item.${id}`) }))}
      />
      {naming && (
        <FormText
          name="nameAsShown"
          label={t("proofs.name")}
          hint={t("proofs.nameHint")}
          maxLength={100}
          autoComplete="name"
        />
      )}
    </>
  );
}

/** Who it is for, and how long they can read it. */
function Reader() {
  const t = useT();
  return (
    <>
      <FormText
        name="recipient"
        label={t("proofs.recipient")}
        hint={t("proofs.recipientHint")}
        maxLength={100}
        autoComplete="off"
      />
      <FormNativeSelect
        name="days"
        label={t("proofs.days")}
        options={["7", "30", "90", "180"].map((id) => ({ id, label: t("proofs.dayCount", { days: Number(id) }) }))}
      />
    </>
  );
}

function Ticks(props: {
  name: string;
  label: string;
  hint?: string;
  options: ReadonlyArray<{ id: string; label: string }>;
}) {
  const { register, formState } = useFormContext();
  const fault = formState.errors[props.name]?.message;
  return (
    <fieldset data-field={props.name} className="m-0 grid gap-1 border-0 p-0">
      <legend className="p-0 font-semibold">{props.label}</legend>
      {props.hint && <p className="text-small text-ink-2">{props.hint}</p>}
      {typeof fault === "string" && <p className="text-small font-semibold text-rose">{fault}</p>}
      {props.options.map((option) => (
        <label key={option.id} className="flex min-h-12 cursor-pointer items-start gap-3 py-2.5">
          <input
            type="checkbox"
            value={option.id}
            className="mt-0.5 size-6 flex-none cursor-pointer accent-(--accent-solid)"
            {...register(props.name)}
          />
          <span className="min-w-0 break-words">{option.label}</span>
        </label>
      ))}
    </fieldset>
  );
}

/** The link, this once: whoever has it can read the page. */
function Done(props: { url: string; onClose: () => void }) {
  const t = useT();
  const [copied, setCopied] = useState<"yes" | "no" | null>(null);
  async function copy() {
    try {
      await navigator.clipboard.writeText(props.url);
      setCopied("yes");
    } catch {
      // Some browsers keep the clipboard to themselves; the link stands there to be copied by hand.
      setCopied("no");
    }
  }
  return (
    <div className="grid gap-3">
      <h3 className="text-h3">{t("proofs.ready")}</h3>
      <p className="measure text-ink-2">{t("proofs.readyText")}</p>
      <p className="rounded-control bg-sunken px-4 py-3 font-mono text-small break-all select-all">{props.url}</p>
      <div className="flex flex-wrap items-center gap-2">
        <Button onPress={() => void copy()}>{t("proofs.copy")}</Button>
        <Button variant="quiet" onPress={props.onClose}>
          {t("proofs.close")}
        </Button>
      </div>
      <p role="status" className="text-small text-ink-2">
        {copied && t(copied === "yes" ? "proofs.copied" : "proofs.copyByHand")}
      </p>
    </div>
  );
}
