import { useInfiniteQuery } from "@tanstack/react-query";
import { EllipsisVertical, Users } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { useGroupWords } from "@/features/groups/words";
import { unmask } from "@/gql";
import type { EntryPartsFragment, MembershipState } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatAgo, formatDate, formatDay } from "@/lib/time";
import { Button, EmptyState, ErrorNotice, MoreButton, SkeletonList } from "@/ui";
import { Menu, TriggerButton } from "@/ui/overlay";
import { StaffAnswerApplication, stale } from "./deeds-people";
import { type PersonDeed, PersonDialog } from "./people-dialogs";
import { EntryParts, peoplePages } from "./queries-people";
import { useSay } from "./say";
import { mayReveal } from "./words";

const states = ["APPLIED", "ACTIVE", "WAITLISTED", "INVITED", "PAUSED", "REMOVED"] as const;

/** The people of a group under the names they chose for it. Who they are is nowhere here. */
export function PeopleTab(props: { groupId: string }) {
  const t = useT();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      <p className="measure text-ink-2">{t("staff.people.lead")}</p>
      {states.map((state) => (
        <PeoplePart key={state} groupId={props.groupId} state={state} />
      ))}
    </div>
  );
}

function PeoplePart(props: { groupId: string; state: (typeof states)[number] }) {
  const t = useT();
  const list = useInfiniteQuery(peoplePages(props.groupId, props.state));
  const people =
    list.data?.pages.flatMap((page) => page.groupPeople.nodes.map((node) => unmask(EntryParts, node))) ?? [];
  const title = t(`staff.people.in.${props.state}`);
  // Only what is always there is shown when it is empty.
  if (list.data && people.length === 0 && props.state !== "ACTIVE") return null;
  if (list.isPending && props.state !== "ACTIVE") return null;
  return (
    <section className="grid gap-3">
      <h2 className="text-h2">{title}</h2>
      {list.isError && <ErrorNotice error={list.error} onRetry={() => void list.refetch()} />}
      {list.isPending && <SkeletonList label={t("state.loading")} rows={3} rowClass="h-14 w-full" />}
      {people.length > 0 && (
        <ul
          aria-label={title}
          className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
        >
          {people.map((entry) => (
            <li key={entry.person.id}>
              <PersonRow entry={entry} />
            </li>
          ))}
        </ul>
      )}
      {list.data && people.length === 0 && <EmptyState icon={<Users size={20} />}>{t("staff.people.none")}</EmptyState>}
      <MoreButton list={list} label={t("documents.more")} />
    </section>
  );
}

/** What a line says about somebody, besides their name. */
function useStanding(): (entry: EntryPartsFragment) => string {
  const t = useT();
  const locale = useLocale();
  // To an admin a moment is its day, as it begins at the center: elsewhere it would be the day before.
  const { zone } = centerBoot().center;
  return (entry) => {
    if (entry.state === "APPLIED" && entry.waitingSince) {
      return t("staff.people.asked", { ago: formatAgo(entry.waitingSince, locale) });
    }
    if (entry.state === "WAITLISTED") {
      if (entry.offeredUntil) return t("staff.people.offered", { day: formatDay(entry.offeredUntil, zone, locale) });
      return entry.waitingSince ? t("staff.people.waits", { ago: formatAgo(entry.waitingSince, locale) }) : "";
    }
    if (entry.state === "PAUSED") {
      return entry.pausedUntil
        ? t("staff.people.pausedUntil", { day: formatDay(entry.pausedUntil, zone, locale) })
        : t("staff.people.pausedOpen");
    }
    if (entry.state === "REMOVED") return entry.removalReason ?? "";
    if (entry.state === "INVITED") return t("staff.people.notCome");
    const came = entry.lastCame
      ? t("staff.people.lastCame", { day: formatDate(entry.lastCame, locale) })
      : t("staff.people.neverCame");
    return entry.missed ? `${came} · ${t("staff.people.missed", { count: entry.missed })}` : came;
  };
}

const deedsIn: Partial<Record<MembershipState, readonly PersonDeed[]>> = {
  ACTIVE: ["pause", "remove"],
  WAITLISTED: ["remove"],
  INVITED: ["uninvite"],
  PAUSED: ["restore", "remove"],
  REMOVED: ["restore"],
};

function PersonRow({ entry }: { entry: EntryPartsFragment }) {
  const t = useT();
  const words = useGroupWords();
  const standing = useStanding();
  const [deed, setDeed] = useState<PersonDeed>();
  const name = entry.person.alias || t("staff.people.noAlias");
  const deeds = [...(deedsIn[entry.state] ?? []), ...(mayReveal() && entry.person.alias ? (["reveal"] as const) : [])];
  const label = t("staff.members.moreFor", { name });
  return (
    <div className="flex min-h-14 flex-wrap items-center gap-x-4 gap-y-2 px-4 py-2">
      <div className="grid min-w-0 flex-1 basis-48">
        <span className="break-words">
          <span className="font-semibold">{name}</span>
          {entry.person.pronouns && <span className="text-ink-2"> {entry.person.pronouns}</span>}
        </span>
        <span className="text-small break-words text-ink-2">{standing(entry)}</span>
        {entry.state === "ACTIVE" && entry.whenQuiet !== "NOTHING" && (
          <span className="text-small break-words text-ink-2">
            {t("staff.people.whenQuiet", { what: words.quiet(entry.whenQuiet) })}
          </span>
        )}
        {entry.words && <q className="measure text-small break-words">{entry.words}</q>}
      </div>
      {entry.state === "APPLIED" && <AnswerButtons entry={entry} />}
      {deeds.length > 0 && (
        <Menu
          label={label}
          trigger={
            <TriggerButton label={label}>
              <EllipsisVertical size={18} aria-hidden />
            </TriggerButton>
          }
          entries={deeds.map((one) => ({
            id: one,
            label: t(`staff.people.deed.${one}`),
            danger: one === "remove" || one === "uninvite",
            onAction: () => setDeed(one),
          }))}
        />
      )}
      {deed && <PersonDialog deed={deed} entry={entry} onClose={() => setDeed(undefined)} />}
    </div>
  );
}

/** What came of an answer: a yes may also lead to the line, or to another name first. */
function saidOf(letIn: boolean, now: MembershipState | false | null | undefined) {
  if (!letIn) return "staff.people.isNot";
  if (now === "WAITLISTED") return "staff.people.isInLine";
  return now === "INVITED" ? "staff.people.isToRename" : "staff.people.isIn";
}

/** Lets somebody in who asked, or says no. */
export function AnswerButtons({ entry }: { entry: EntryPartsFragment }) {
  const t = useT();
  const say = useSay();
  const answer = useAction(StaffAnswerApplication, (data) => data.answerApplication, stale);
  const { id, alias } = entry.person;
  async function run(letIn: boolean) {
    const outcome = await answer.run({ input: { id, letIn } });
    const now = outcome.ok && outcome.payload.entry && unmask(EntryParts, outcome.payload.entry).state;
    say(outcome, t(saidOf(letIn, now), { name: alias }));
  }
  return (
    <span className="flex flex-wrap gap-2">
      <Button
        size="small"
        pending={answer.pending && t("form.saving")}
        aria-label={t("staff.people.letInNamed", { name: alias })}
        onPress={() => void run(true)}
      >
        {t("staff.people.letIn")}
      </Button>
      <Button
        size="small"
        variant="secondary"
        aria-label={t("staff.people.notNowNamed", { name: alias })}
        isDisabled={answer.pending}
        onPress={() => void run(false)}
      >
        {t("staff.people.notNow")}
      </Button>
    </span>
  );
}
