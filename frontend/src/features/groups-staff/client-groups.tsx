import { useQuery, useSuspenseInfiniteQuery, useSuspenseQuery } from "@tanstack/react-query";
import { MessagesSquare } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot, may } from "@/api/boot";
import { keys } from "@/api/keys";
import { useGroupWords } from "@/features/groups/words";
import { unmask } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { formatDate, formatWhen } from "@/lib/time";
import { Badge, Button, EmptyState, MoreButton, Section } from "@/ui";
import { NativeSelect } from "@/ui/fields";
import { StaffInviteToGroup } from "./deeds-people";
import { GroupLine, groupsToInvite } from "./queries-group";
import { clientGroupsOf, clientMeetingPages } from "./queries-people";
import { DeedDialog } from "./say";

/** Who sees a client's groups; admins invite without seeing them. */
export const seesClientGroups = () =>
  centerBoot().viewer.roles.some((role) => role === "COUNSELOR" || role === "SUPERVISOR");

/** The groups of a client in one's care, their attendance, and their own copy of the notes. */
export default function ClientGroups(props: { clientId: string }) {
  const t = useT();
  const [inviting, setInviting] = useState(false);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-6">
      {may("BOOK_FOR_CLIENTS") && (
        <Button className="justify-self-start" variant="secondary" onPress={() => setInviting(true)}>
          {t("staff.client.inviteToGroup")}
        </Button>
      )}
      {seesClientGroups() ? (
        <Section>
          <Places clientId={props.clientId} />
          <Meetings clientId={props.clientId} />
        </Section>
      ) : (
        <EmptyState>{t("staff.client.groupsHidden")}</EmptyState>
      )}
      {inviting && <InviteDialog clientId={props.clientId} onClose={() => setInviting(false)} />}
    </div>
  );
}

function Places(props: { clientId: string }) {
  const t = useT();
  const locale = useLocale();
  const words = useGroupWords();
  const groups = useSuspenseQuery(clientGroupsOf(props.clientId)).data.clientGroups;
  if (groups.length === 0)
    return <EmptyState icon={<MessagesSquare size={20} />}>{t("staff.client.noGroups")}</EmptyState>;
  return (
    <ul
      aria-label={t("staff.nav.groups")}
      className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
    >
      {groups.map((group) => (
        <li key={group.groupId} className="grid min-h-14 content-center gap-1 px-4 py-2">
          <span className="flex flex-wrap items-center gap-2">
            <span className="font-semibold break-words">{group.name}</span>
            <Badge tone={group.state === "ACTIVE" ? "good" : "neutral"}>{words.membership(group.state)}</Badge>
          </span>
          <span className="text-small text-ink-2">
            {[
              t("staff.client.cameTo", { came: group.came, noted: group.noted }),
              group.lastCame && t("staff.people.lastCame", { day: formatDate(group.lastCame.slice(0, 10), locale) }),
            ]
              .filter(Boolean)
              .join(" · ")}
          </span>
        </li>
      ))}
    </ul>
  );
}

function Meetings(props: { clientId: string }) {
  const t = useT();
  const locale = useLocale();
  const list = useSuspenseInfiniteQuery(clientMeetingPages(props.clientId));
  const meetings = list.data.pages.flatMap((page) => page.clientMeetings.nodes);
  if (meetings.length === 0) return null;
  return (
    <section className="mt-6 grid gap-3">
      <h2 className="text-h2">{t("staff.client.meetings")}</h2>
      <ul className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0">
        {meetings.map((meeting) => (
          <li key={meeting.meetingId} className="grid gap-1 px-4 py-3">
            <span className="flex flex-wrap items-center gap-2">
              <span className="font-semibold">{formatWhen(meeting.startsAt, meeting.zone, locale)}</span>
              <span className="text-ink-2">{meeting.groupName}</span>
              {meeting.attendance && <Badge>{t(`staff.roster.${meeting.attendance.status}`)}</Badge>}
            </span>
            {meeting.notes.map((note) => (
              <p key={note.body + note.signedAt} className="measure break-words whitespace-pre-line">
                <span className="block text-small text-ink-2">
                  {t(note.shared ? "staff.notes.shared" : "staff.notes.own")}
                </span>
                {note.body}
                {note.namesLeftOut && (
                  <span className="block text-small text-ink-2">{t("staff.notes.namesLeftOut")}</span>
                )}
              </p>
            ))}
          </li>
        ))}
      </ul>
      <MoreButton list={list} label={t("documents.more")} />
    </section>
  );
}

function InviteDialog(props: { clientId: string; onClose: () => void }) {
  const t = useT();
  const invite = useAction(StaffInviteToGroup, (data) => data.inviteToGroup, {
    invalidates: [keys.groups, keys.client(props.clientId)],
  });
  const keyOf = useAttemptKey();
  const { data } = useQuery(groupsToInvite);
  const groups = data?.groups.nodes.map((node) => unmask(GroupLine, node)) ?? [];
  const [chosen, setChosen] = useState<string>();
  const groupId = chosen ?? groups[0]?.id;
  return (
    <DeedDialog
      title={t("staff.client.inviteToGroup")}
      text={t(data && groups.length === 0 ? "staff.groups.none" : "staff.client.inviteText")}
      confirm={t("staff.client.inviteNow")}
      done={t("staff.client.invited")}
      run={async () => {
        if (!groupId) return { ok: false, payload: { problems: [] }, problems: [] };
        const wanted = { groupId, clientId: props.clientId };
        return invite.run({ input: { ...wanted, clientMutationId: keyOf(wanted) } });
      }}
      onClose={props.onClose}
    >
      {groupId && (
        <NativeSelect
          id="group"
          label={t("staff.groups.title")}
          value={groupId}
          onChange={setChosen}
          options={groups.map((one) => ({ id: one.id, label: one.name }))}
        />
      )}
    </DeedDialog>
  );
}
