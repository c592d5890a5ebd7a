import { ArrowDown, ArrowUp, Plus, X } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { GroupWholeFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { newKey } from "@/lib/ids";
import { formatDay } from "@/lib/time";
import { Button, Card, EmptyState, ErrorNotice, IconButton, Notice } from "@/ui";
import { TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { StaffAdoptAgreement, stale } from "./deeds-group";
import { useLineFocus } from "./line-focus";
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

function useLines(group: GroupWholeFragment) {
  const [lines, setLines] = useState(() => (group.agreement?.lines ?? [""]).map((text) => ({ key: newKey(), text })));
  return {
    lines,
    change: (key: string, text: string) => setLines(lines.map((one) => (one.key === key ? { key, text } : one))),
    drop: (key: string) => setLines(lines.filter((one) => one.key !== key)),
    add: () => setLines([...lines, { key: newKey(), text: "" }]),
    move: (at: number, by: 1 | -1) => {
      const next = [...lines];
      const [one] = next.splice(at, 1);
      if (one) next.splice(at + by, 0, one);
      setLines(next);
    },
  };
}

function Editor(props: { group: GroupWholeFragment; onClose: () => void }) {
  const t = useT();
  const { id, version } = unmask(GroupLine, props.group);
  const { lines, change, drop, add, move } = useLines(props.group);
  const { list, after } = useLineFocus();
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
          <li key={one.key} className="grid grid-cols-[minmax(0,1fr)] items-center gap-1 sm:flex">
            <TextField
              hideLabel
              className="min-w-0 flex-1"
              label={t("staff.agreement.line", { number: at + 1 })}
              value={one.text}
              onChange={(text) => change(one.key, text)}
              maxLength={300}
            />
            <span className="flex">
              <IconButton
                data-do="up"
                label={t("staff.agreement.up", { number: at + 1 })}
                isDisabled={at === 0}
                onPress={() => {
                  after({ line: at - 1, button: "up" });
                  move(at, -1);
                }}
              >
                <ArrowUp size={18} aria-hidden />
              </IconButton>
              <IconButton
                data-do="down"
                label={t("staff.agreement.down", { number: at + 1 })}
                isDisabled={at === lines.length - 1}
                onPress={() => {
                  after({ line: at + 1, button: "down" });
                  move(at, 1);
                }}
              >
                <ArrowDown size={18} aria-hidden />
              </IconButton>
              <IconButton
                data-do="drop"
                label={t("staff.agreement.drop", { number: at + 1 })}
                onPress={() => {
                  after({ line: at, button: "drop" });
                  drop(one.key);
                }}
              >
                <X size={18} aria-hidden />
              </IconButton>
            </span>
          </li>
        ))}
      </ol>
      <Button className="justify-self-start" variant="quiet" icon={<Plus size={18} aria-hidden />} onPress={add}>
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
