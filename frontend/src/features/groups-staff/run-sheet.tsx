import { useSuspenseQuery } from "@tanstack/react-query";
import { lazy, useState } from "react";
import { useGroupWords } from "@/features/groups/words";
import { unmask } from "@/gql";
import type { GroupWholeFragment, RunSheetPartsFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { Button, Notice, TextLink } from "@/ui";
import { GroupLine, RunSheetParts, sheetOf } from "./queries-group";
import { hasTurns, lengthOf } from "./sheet-model";

const Editor = lazy(() => import("./sheet-editor"));

/** What the group's meetings are run from: its steps, how long each takes, how long a turn lasts. */
export default function RunSheetTab(props: { group: GroupWholeFragment }) {
  const t = useT();
  const { id } = unmask(GroupLine, props.group);
  const [editing, setEditing] = useState(false);
  const found = useSuspenseQuery(sheetOf(id)).data.runSheet;
  if (!found) return <Notice tone="attention">{t("error.forbidden")}</Notice>;
  const sheet = unmask(RunSheetParts, found);
  // A save that came in between makes another sheet of it: what is written begins with that one.
  if (editing) return <Editor key={sheet.version} groupId={id} sheet={sheet} onClose={() => setEditing(false)} />;
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <p className="measure text-ink-2">{t("staff.runSheet.lead")}</p>
      <Facts group={props.group} sheet={sheet} />
      <ol
        aria-label={t("staff.sheet.steps")}
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {sheet.steps.map((step, at) => (
          <li
            // biome-ignore lint/suspicious/noArrayIndexKey: two steps may be the same, and nothing here moves
            key={at}
            className="flex items-baseline justify-between gap-4 px-4 py-3"
          >
            <span className="grid min-w-0 gap-0.5">
              <span className="font-semibold break-words">{step.title}</span>
              {step.text && <span className="measure text-small break-words text-ink-2">{step.text}</span>}
            </span>
            <span className="tnum flex-none text-small">{t("session.minutes", { minutes: step.minutes })}</span>
          </li>
        ))}
      </ol>
      <Button className="justify-self-start" variant="secondary" onPress={() => setEditing(true)}>
        {t("staff.runSheet.change")}
      </Button>
    </div>
  );
}

function Facts(props: { group: GroupWholeFragment; sheet: RunSheetPartsFragment }) {
  const t = useT();
  const words = useGroupWords();
  const { sheet } = props;
  const { id, canManage } = unmask(GroupLine, props.group);
  const { meeting, after } = lengthOf(sheet.steps);
  return (
    <dl className="m-0 grid gap-x-8 gap-y-3 sm:flex sm:flex-wrap">
      <Fact term={t("staff.groups.format")}>
        {words.format(sheet.format)}
        {canManage && (
          <>
            {" · "}
            <TextLink className="text-small" to="/groups/$id/$part" params={{ id, part: "settings" }}>
              {t("staff.runSheet.changeFormat")}
            </TextLink>
          </>
        )}
      </Fact>
      <Fact term={t("staff.runSheet.length")}>
        {t("session.minutes", { minutes: meeting })}
        {after > 0 && ` ${t("staff.runSheet.after", { minutes: after })}`}
      </Fact>
      {hasTurns(sheet.format) && (
        <Fact term={t("staff.runSheet.turn")}>
          {sheet.turnSeconds
            ? t("staff.runSheet.turnMinutes", { minutes: sheet.turnSeconds / 60 })
            : t("staff.runSheet.turnOpen")}
        </Fact>
      )}
    </dl>
  );
}

function Fact(props: { term: string; children: React.ReactNode }) {
  return (
    <div className="grid content-start gap-0.5">
      <dt className="text-small text-ink-2">{props.term}</dt>
      <dd className="m-0 font-medium">{props.children}</dd>
    </div>
  );
}
