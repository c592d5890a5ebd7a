import { useSuspenseQuery } from "@tanstack/react-query";
import {
  BadgeCheck,
  CalendarClock,
  CircleCheck,
  FileClock,
  Flower2,
  HandHeart,
  LifeBuoy,
  MailWarning,
  MessagesSquare,
  Scale,
  UserRoundX,
} from "lucide-react";
import { lazy, Suspense, useState } from "react";
import { useAction } from "@/api/action";
import { may } from "@/api/boot";
import { keys } from "@/api/keys";
import { ReachWords } from "@/features/contact-rule/words";
import { graphql } from "@/gql";
import type { StaffTasksQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatAgo } from "@/lib/time";
import { Button, ButtonLink, EmptyState, ErrorNotice, Notice } from "@/ui";
import { toast } from "@/ui/toaster";
import { staffTasks } from "./queries";

// Only when somebody has been in touch.
const NoteContact = lazy(() => import("./note-contact"));

const FinishStaffTask = graphql(`
  mutation FinishStaffTask($staffTaskId: ID!) {
    finishStaffTask(staffTaskId: $staffTaskId) {
      staffTask {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

type Task = StaffTasksQuery["staffTasks"]["nodes"][number];

const kinds = {
  ADDRESS_FAILED: { icon: MailWarning, title: "staff.tasks.mailFails", text: "staff.tasks.mailFailsText" },
  CHAT_DANGER: { icon: LifeBuoy, title: "staff.tasks.danger", text: "staff.tasks.dangerText" },
  DOCUMENT_WAITING: { icon: FileClock, title: "staff.tasks.fileWaits", text: "staff.tasks.fileWaitsText" },
  READINESS_TALK: { icon: MessagesSquare, title: "staff.tasks.readiness", text: "staff.tasks.readinessText" },
  DISCHARGE_REVIEW: { icon: Scale, title: "staff.tasks.discharge", text: "staff.tasks.dischargeText" },
  WANTS_CONTACT: { icon: HandHeart, title: "staff.tasks.contact", text: "staff.tasks.contactText" },
  COVER_UNANSWERED: { icon: CalendarClock, title: "staff.tasks.cover", text: "staff.tasks.coverText" },
  SESSION_MISSED: { icon: HandHeart, title: "staff.tasks.missed", text: "staff.tasks.missedText" },
  SESSION_UNATTENDED: { icon: CalendarClock, title: "staff.tasks.unattended", text: "staff.tasks.unattendedText" },
  CONTACT_OVERDUE: { icon: HandHeart, title: "staff.tasks.overdue", text: "staff.tasks.overdueText" },
  COUNSELOR_APART: { icon: UserRoundX, title: "staff.tasks.apart", text: "staff.tasks.apartText" },
  CONTACT_MISSING: { icon: HandHeart, title: "staff.tasks.contactMissing", text: "staff.tasks.contactMissingText" },
  ROOM_UNHELD: { icon: CalendarClock, title: "staff.tasks.unheld", text: "staff.tasks.unheldText" },
  MENTOR_DEBRIEF: { icon: MessagesSquare, title: "staff.tasks.debrief", text: "staff.tasks.debriefText" },
  OFFER_UNHEARD: { icon: HandHeart, title: "staff.tasks.unheard", text: "staff.tasks.unheardText" },
  CLIENT_DIED: { icon: Flower2, title: "staff.tasks.died", text: "staff.tasks.diedText" },
  MENTOR_BEREAVED: { icon: Flower2, title: "staff.tasks.bereaved", text: "staff.tasks.bereavedText" },
  CREDENTIAL_UNSEEN: { icon: BadgeCheck, title: "staff.tasks.credential", text: "staff.tasks.credentialText" },
} as const;

/** What is looked at where somebody's way through a program is. */
const onTheWay: ReadonlyArray<Task["kind"]> = [
  "READINESS_TALK",
  "DISCHARGE_REVIEW",
  "WANTS_CONTACT",
  "CONTACT_OVERDUE",
  "CONTACT_MISSING",
  "OFFER_UNHEARD",
];

/** Done by being in touch, and off the list with it. */
const byContact: ReadonlyArray<Task["kind"]> = ["WANTS_CONTACT", "CONTACT_OVERDUE"];

/** What is about a session of theirs. */
const aroundSessions: ReadonlyArray<Task["kind"]> = ["COVER_UNANSWERED", "SESSION_MISSED", "SESSION_UNATTENDED"];

function tabOf(kind: Task["kind"]): string {
  if (aroundSessions.includes(kind)) return "sessions";
  return onTheWay.includes(kind) ? "program" : "overview";
}

/** For whoever has tasks of their own; nothing when there are none. */
export function OwnTasks() {
  const t = useT();
  const { nodes } = useSuspenseQuery(staffTasks).data.staffTasks;
  if (!nodes.length) return null;
  return (
    <section aria-labelledby="own-tasks" className="grid gap-3">
      <h2 id="own-tasks" className="text-h2">
        {t("staff.tasks.title")}
      </h2>
      <TaskList />
    </section>
  );
}

/** What the center's people have to look after, one line each. */
export function TaskList() {
  const t = useT();
  const { nodes, pageInfo } = useSuspenseQuery(staffTasks).data.staffTasks;
  if (!nodes.length) return <EmptyState icon={<CircleCheck size={20} />}>{t("staff.tasks.none")}</EmptyState>;
  return (
    <div className="grid gap-2">
      <ul
        aria-label={t("staff.tasks.title")}
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {nodes.map((task) => (
          <TaskRow key={task.id} task={task} />
        ))}
      </ul>
      {pageInfo.hasNextPage && <p className="text-small text-ink-2">{t("staff.tasks.more")}</p>}
    </div>
  );
}

function TaskRow({ task }: { task: Task }) {
  const t = useT();
  const { member } = task;
  const { icon: Icon, title, text } = kinds[task.kind];
  const locale = useLocale();
  const finish = useAction(FinishStaffTask, (data) => data.finishStaffTask, { invalidates: [keys.staffTasks] });
  const [open, setOpen] = useState(false);
  const [noting, setNoting] = useState(false);
  const problem = finish.problems[0];
  async function done() {
    const outcome = await finish.run({ staffTaskId: task.id });
    setOpen(!outcome.ok);
    if (outcome.ok) toast(t("staff.tasks.finished"));
  }
  return (
    <li className="grid gap-3 px-4 py-3">
      <div className="flex gap-3">
        <Icon size={18} strokeWidth={1.75} aria-hidden className="mt-0.5 flex-none text-honey" />
        <div className="grid min-w-0 gap-0.5">
          <p className="font-semibold break-words">{t(title, { name: task.groupName ?? member?.name })}</p>
          <p className="text-small text-ink-2">{t(text)}</p>
          <ReachWords rule={task.contactRule} />
          <p className="text-small text-ink-2 first-letter:uppercase">{formatAgo(task.createdAt, locale)}</p>
        </div>
      </div>
      {open && finish.error && <ErrorNotice error={finish.error} />}
      {open && problem && <Notice tone="attention">{problem.message}</Notice>}
      <div className="flex flex-wrap gap-2 pl-7">
        <OpenPage task={task} />
        {member && byContact.includes(task.kind) && (
          <Button size="small" variant="secondary" onPress={() => setNoting(true)}>
            {t("staff.tasks.contactLog")}
          </Button>
        )}
        {member && [...aroundSessions, ...byContact].includes(task.kind) && may("BOOK_FOR_CLIENTS") && (
          <ButtonLink size="small" variant="secondary" to="/book" search={{ client: member.id }}>
            {t("staff.session.book")}
          </ButtonLink>
        )}
        <Button size="small" variant="quiet" pending={finish.pending && t("form.saving")} onPress={() => void done()}>
          {t("staff.tasks.done")}
        </Button>
      </div>
      {noting && member && (
        <Suspense>
          <NoteContact clientId={member.id} name={member.name} onClose={() => setNoting(false)} />
        </Suspense>
      )}
    </li>
  );
}

const small = { size: "small", variant: "secondary" } as const;

/** The page it leads to; nothing for whoever has none of theirs to open. */
function OpenPage({ task }: { task: Task }) {
  const t = useT();
  const { member } = task;
  if (task.groupId) {
    return (
      <ButtonLink {...small} to="/groups/$id" params={{ id: task.groupId }}>
        {t("staff.tasks.openGroup")}
      </ButtonLink>
    );
  }
  if (!member) {
    return (
      <ButtonLink {...small} to="/inbox">
        {t("staff.tasks.openInbox")}
      </ButtonLink>
    );
  }
  switch (task.kind) {
    case "ROOM_UNHELD":
      return (
        <ButtonLink {...small} to="/groups">
          {t("staff.tasks.openGroups")}
        </ButtonLink>
      );
    case "MENTOR_DEBRIEF":
    case "MENTOR_BEREAVED":
      // As a mentor: a mentor who is also a client is no client here.
      return (
        <ButtonLink {...small} to="/mentorship/mentors/$id" params={{ id: member.id }}>
          {t("staff.tasks.openMentor")}
        </ButtonLink>
      );
    case "CREDENTIAL_UNSEEN":
      return (
        <ButtonLink {...small} to="/mentorship/credentials/$id" params={{ id: member.id }}>
          {t("staff.tasks.openCredentials")}
        </ButtonLink>
      );
    default:
      return <OpenMember task={task} member={member} />;
  }
}

function OpenMember({ task, member }: { task: Task; member: NonNullable<Task["member"]> }) {
  const t = useT();
  // Of somebody who died it is the account that is left to be looked after.
  if (task.kind === "CLIENT_DIED" || !member.roles.includes("CLIENT")) {
    return (
      <ButtonLink {...small} to="/members" state={{ find: member.name }}>
        {t("staff.tasks.open")}
      </ButtonLink>
    );
  }
  // Whoever only keeps contact has no page of them to open.
  if (!task.opensClient) return null;
  return (
    <ButtonLink {...small} to="/clients/$id/$tab" params={{ id: member.id, tab: tabOf(task.kind) }}>
      {t("staff.tasks.open")}
    </ButtonLink>
  );
}
