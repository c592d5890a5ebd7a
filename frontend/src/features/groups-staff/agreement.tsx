import { Plus } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { GroupWholeFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { type Place, useLines } from "@/lib/lines";
import { formatDay } from "@/lib/time";
import { Button, Card, EmptyState, ErrorNotice, Notice } from "@/ui";
import { TextField } from "@/ui/fields";
import { LineButtons } from "@/ui/line-buttons";
import { toast } from "@/ui/toaster";
import { StaffAdoptAgreement, stale } from "./deeds-group";
import { GroupLine } from "./queries-group";

/** What the group agreed to with itself, line by line; and new words, by group conscience. */
export default function AgreementTab(props: { group: GroupWholeFragment }) {
  const t = useT();
  const locale = useLocale();
  const [editing, setEditing] = useState(false);
  const { agreement } = props.group;
  const { canManage } = unmask(GroupLine, props.group);
  if (editing) return <Editor group={props.group} onClose={() => setEditing(false)} />;
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {agreement ? (
        <Card labelledBy="agreement" className="grid gap-3">
          <h2 id="agreement" className="text-h2">
            {t("staff.groups.agreement")}
          </h2>
          <ol className="measure m-0 grid list-decimal gap-2 pl-6">
            {agreement.lines.map((line) => (
              <li key={line}>{line}</li>
            ))}
          </ol>
          <p className="text-small text-ink-2">
            {t("staff.agreement.since", {
              version: agreement.version,
              day: formatDay(agreement.adoptedAt, centerBoot().viewer.zone, locale, "full"),
            })}
          </p>
        </Card>
      ) : (
        <EmptyState>{t("staff.agreement.none")}</EmptyState>
      )}
      {canManage && (
        <Button className="justify-self-start" variant="secondary" onPress={() => setEditing(true)}>
          {t("staff.agreement.edit")}
        </Button>
      )}
    </div>
  );
}

const lineWith = (text: string) => ({ id: newKey(), text });

function Editor(props: { group: GroupWholeFragment; onClose: () => void }) {
  const t = useT();
  const { id, version } = unmask(GroupLine, props.group);
  const { lines, list, add, placeOf } = useLines(() => (props.group.agreement?.lines ?? [""]).map(lineWith));
  const adopt = useAction(StaffAdoptAgreement, (data) => data.adoptGroupAgreement, stale);
  async function save() {
    const words = lines.map((one) => one.text.trim()).filter(Boolean);
    const outcome = await adopt.run({ input: { groupId: id, version, lines: words } });
    if (!outcome.ok) return;
    toast(t("staff.agreement.adopted"));
    props.onClose();
  }
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <Notice tone="info">{t("staff.agreement.text")}</Notice>
      {adopt.error && <ErrorNotice error={adopt.error} title={t("form.notSaved")} />}
      {adopt.problems.length > 0 && (
        <Notice tone="attention" live>
          {adopt.problems.map((problem) => (
            <p key={problem.code}>{problem.message}</p>
          ))}
        </Notice>
      )}
      <ol ref={list} className="m-0 grid list-none gap-3 p-0">
        {lines.map((one, at) => (
          <AgreementLine key={one.id} text={one.text} {...placeOf(one, at)} />
        ))}
      </ol>
      <Button
        className="justify-self-start"
        variant="quiet"
        icon={<Plus size={18} aria-hidden />}
        onPress={() => add(lineWith(""))}
      >
        {t("staff.agreement.add")}
      </Button>
      <div className="flex flex-wrap gap-2">
        <Button pending={adopt.pending && t("form.saving")} onPress={() => void save()}>
          {t("staff.agreement.adopt")}
        </Button>
        <Button variant="secondary" onPress={props.onClose}>
          {t("form.cancel")}
        </Button>
      </div>
    </div>
  );
}

function AgreementLine(props: Place<{ text: string }> & { text: string }) {
  const t = useT();
  const { number } = props;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] items-center gap-1 sm:flex">
      <TextField
        hideLabel
        className="min-w-0 flex-1"
        label={t("staff.agreement.line", { number })}
        value={props.text}
        onChange={(text) => props.onChange({ text })}
        maxLength={300}
      />
      <LineButtons
        {...props}
        labels={{
          up: t("staff.agreement.up", { number }),
          down: t("staff.agreement.down", { number }),
          drop: t("staff.agreement.drop", { number }),
        }}
      />
    </li>
  );
}
