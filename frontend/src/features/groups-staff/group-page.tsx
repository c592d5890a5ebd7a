import { useSuspenseQuery } from "@tanstack/react-query";
import { lazy, useState } from "react";
import { useAction } from "@/api/action";
import { unmask } from "@/gql";
import type { GroupLineFragment, GroupState } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { BackLink, Button, Notice, PageHeader, Section, TabLink, TabLinks } from "@/ui";
import { StaffSetGroupState, stale } from "./deeds-group";
import { MeetingsTab } from "./meetings";
import { type GroupPart, groupParts } from "./parts";
import { PeopleTab } from "./people";
import { GroupLine, GroupWhole, oneGroup, SeriesParts } from "./queries-group";
import { rhythmWords } from "./rhythm";
import { DeedDialog } from "./say";
import { GroupStateBadge, mayReveal } from "./words";

// Each part comes when it is looked at.
const AgreementTab = lazy(() => import("./agreement"));
const HoldersTab = lazy(() => import("./holders"));
const ChatTab = lazy(() => import("./group-chat"));
const RunSheetTab = lazy(() => import("./run-sheet"));
const ReportTab = lazy(() => import("./report"));
const SettingsTab = lazy(() => import("./settings"));

/** What of a group somebody sees besides its meetings: the server decides anew. */
function partsFor(group: GroupLineFragment): GroupPart[] {
  return groupParts.filter((part) => {
    if (part === "people" || part === "sheet" || part === "holders") return group.canRun;
    if (part === "chat") return group.canHold;
    if (part === "settings") return group.canManage;
    if (part === "report") return mayReveal() || group.canHold;
    return true;
  });
}

/** One group, for those who plan it and those who hold it. */
export function GroupPage(props: { id: string; part: GroupPart }) {
  const t = useT();
  const locale = useLocale();
  const found = useSuspenseQuery(oneGroup(props.id)).data.group;
  if (!found) return <Notice tone="attention">{t("error.notFound")}</Notice>;
  const whole = unmask(GroupWhole, found);
  const group = unmask(GroupLine, whole);
  const shown = partsFor(group);
  const rhythm = group.series.map((one) => rhythmWords(unmask(SeriesParts, one), t, locale));
  return (
    <>
      <PageHeader
        title={t("staff.groups.title")}
        back={<BackLink to="/groups">{t("staff.nav.groups")}</BackLink>}
        lead={rhythm.length ? rhythm.join(" · ") : t("staff.groups.noRhythm")}
        actions={group.canManage && <StateButtons group={group} />}
      >
        <span className="flex flex-wrap items-center gap-3">
          <span className="min-w-0 break-words">{group.name}</span>
          <GroupStateBadge state={group.state} />
        </span>
      </PageHeader>
      {group.state === "DRAFT" && group.canManage && (
        <Notice tone="info">{t(group.series.length ? "staff.groups.draftText" : "staff.groups.draftNoTimes")}</Notice>
      )}
      <TabLinks label={t("staff.groups.parts")}>
        {shown.map((part) => (
          <TabLink key={part} to="/groups/$id/$part" params={{ id: props.id, part }}>
            {t(`staff.groups.part.${part}`)}
          </TabLink>
        ))}
      </TabLinks>
      <Section key={props.part}>
        {props.part === "meetings" && <MeetingsTab group={whole} />}
        {props.part === "agreement" && <AgreementTab key={group.version} group={whole} />}
        {props.part !== "meetings" && !shown.includes(props.part) && (
          <Notice tone="attention">{t("error.forbidden")}</Notice>
        )}
        {shown.includes(props.part) && (
          <>
            {props.part === "people" && <PeopleTab groupId={props.id} />}
            {props.part === "chat" && <ChatTab group={whole} />}
            {props.part === "sheet" && <RunSheetTab group={whole} />}
            {props.part === "holders" && <HoldersTab group={whole} />}
            {props.part === "settings" && <SettingsTab group={whole} />}
            {props.part === "report" && <ReportTab groupId={props.id} />}
          </>
        )}
      </Section>
    </>
  );
}

type Next = Exclude<GroupState, "DRAFT">;
const next: Record<GroupState, readonly Next[]> = {
  DRAFT: ["ACTIVE", "CLOSED"],
  ACTIVE: ["PAUSED", "CLOSED"],
  PAUSED: ["ACTIVE", "CLOSED"],
  CLOSED: ["ACTIVE"],
};

/** Opens, pauses, closes; each says what it means for the members first. */
function StateButtons({ group }: { group: GroupLineFragment }) {
  const t = useT();
  const [to, setTo] = useState<Next>();
  const set = useAction(StaffSetGroupState, (data) => data.setGroupState, stale);
  const word = (state: Next) => t(`staff.groups.become.${state}`);
  return (
    <>
      {next[group.state].map((state) => (
        <Button key={state} variant={state === "ACTIVE" ? "primary" : "secondary"} onPress={() => setTo(state)}>
          {word(state)}
        </Button>
      ))}
      {to && (
        <DeedDialog
          title={t(`staff.groups.becomeTitle.${to}`)}
          text={t(`staff.groups.becomeText.${to}`)}
          confirm={word(to)}
          danger={to === "CLOSED"}
          done={t(`staff.groups.became.${to}`)}
          run={() => set.run({ input: { groupId: group.id, version: group.version, state: to } })}
          onClose={() => setTo(undefined)}
        />
      )}
    </>
  );
}
