import { BookOpen, CalendarPlus, ListOrdered, PhoneCall, Signpost, SquareUserRound, UserRoundPlus } from "lucide-react";
import { memo, useState } from "react";
import { centerBoot, may } from "@/api/boot";
import type { CaseRowFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { formatWhen } from "@/lib/time";
import { TextLink } from "@/ui";
import type { MenuEntry } from "@/ui/overlay";
import { RowMenu } from "@/ui/row-menu";
import { type Deed, DeedDialogs } from "./dialogs";
import { isIn, usualStep, waits } from "./kinds";
import { mayLog, mayMove } from "./may";
import { StepButton } from "./step-button";
import { LastContact, NobodyYet, OverdueBadge, useDay, WayBadge } from "./words";

/** What somebody's papers still lack, for lists of those who have just begun. */
export type Missing = { open: number; overdue: number };

type Look = {
  /** The program goes without saying. */
  inProgram?: boolean;
  /** By client. */
  missing?: ReadonlyMap<string, Missing>;
};

const head =
  "border-line border-b bg-surface px-4 py-2.5 text-left text-small font-semibold text-ink-2 @2xl/table:sticky @2xl/table:top-14 @2xl/table:z-10";
const cell =
  "border-line px-4 py-2 text-left align-middle font-normal @2xl/table:h-11 @2xl/table:border-t @max-2xl/table:px-0 @max-2xl/table:py-0.5";

/** Nobody goes on to aftercare whose account rests, as after a death. */
const hasStep = ({ enrollment, rests }: CaseRowFragment) =>
  enrollment && enrollment.state in usualStep && !(rests && enrollment.state === "DISCHARGED");

/** People in care, and what is about to be done with one of them: that question outlives the last row. */
export function PeopleTable(props: { label: string; rows: readonly CaseRowFragment[] } & Look) {
  const [deed, setDeed] = useState<Deed>();
  return (
    <>
      {props.rows.length > 0 && <People {...props} onDeed={setDeed} />}
      <DeedDialogs deed={deed} onClose={() => setDeed(undefined)} />
    </>
  );
}

/** A table on desks, cards of three lines on phones. Hundreds of lines stay quick. */
function People(props: { label: string; rows: readonly CaseRowFragment[]; onDeed: (deed: Deed) => void } & Look) {
  const t = useT();
  // On a program's board: the usual next step of each, where there is one.
  const steps = props.inProgram && mayMove() && props.rows.some(hasStep);
  const heads = [
    t("staff.clients.name"),
    t(props.inProgram ? "programs.phase" : "programs.where"),
    ...(props.missing ? [t("programs.papers")] : []),
    t("programs.next"),
    t("programs.lastSeen"),
  ];
  return (
    <div className="@container/table overflow-clip rounded-card border border-line bg-surface">
      <table aria-label={props.label} className="w-full border-separate border-spacing-0 @max-2xl/table:block">
        <thead className="@max-2xl/table:sr-only">
          <tr>
            {heads.map((one) => (
              <th key={one} scope="col" className={head}>
                {one}
              </th>
            ))}
            {!props.inProgram && (
              <th scope="col" className={cx(head, "max-lg:hidden")}>
                {t("programs.mentor")}
              </th>
            )}
            <th scope="col" className={cx(head, "max-[90rem]:hidden")}>
              {t("staff.clients.counselors")}
            </th>
            {steps && (
              <th scope="col" className={head}>
                <span className="sr-only">{t("programs.nextSteps")}</span>
              </th>
            )}
            <th scope="col" className={head}>
              <span className="sr-only">{t("staff.members.more")}</span>
            </th>
          </tr>
        </thead>
        <tbody className="@max-2xl/table:block">
          {props.rows.map((row) => (
            <PersonRow
              key={row.id}
              row={row}
              inProgram={props.inProgram}
              steps={steps}
              missing={props.missing?.get(row.id)}
              onDeed={props.onDeed}
            />
          ))}
        </tbody>
      </table>
    </div>
  );
}

type RowProps = {
  row: CaseRowFragment;
  inProgram?: boolean;
  steps?: boolean;
  missing?: Missing;
  onDeed: (deed: Deed) => void;
};

const PersonRow = memo(function PersonRow({ row, inProgram, steps, missing, onDeed }: RowProps) {
  const t = useT();
  const entries = useEntries();
  return (
    <tr className="@max-2xl/table:relative @max-2xl/table:block @max-2xl/table:border-line @max-2xl/table:border-t @max-2xl/table:p-4 @max-2xl/table:first:border-t-0 @max-2xl/table:[contain-intrinsic-size:auto_6rem] @max-2xl/table:[content-visibility:auto]">
      <th scope="row" className={cx(cell, "@max-2xl/table:block @max-2xl/table:pr-12!")}>
        <span className="inline-flex flex-wrap items-baseline gap-x-2">
          <TextLink
            className="font-semibold break-words"
            preload={false}
            to="/clients/$id/$tab"
            params={{ id: row.id, tab: "overview" }}
          >
            {row.member.name}
          </TextLink>
          {row.member.pronouns && (
            <span className="text-small whitespace-nowrap text-ink-2">{row.member.pronouns}</span>
          )}
        </span>
      </th>
      <td className={cx(cell, "@max-2xl/table:block")}>
        <Where row={row} inProgram={inProgram} />
      </td>
      {missing && (
        <td className={cx(cell, "@max-2xl/table:block")}>
          <Papers missing={missing} />
        </td>
      )}
      <td className={cx(cell, "@max-2xl/table:inline @max-2xl/table:text-small")}>
        <Next row={row} />
      </td>
      <td className={cx(cell, "@max-2xl/table:inline @max-2xl/table:text-small")}>
        <span className="text-ink-2 @2xl/table:hidden"> · {t("programs.seen")}: </span>
        <LastContact on={row.lastContact} quiet={row.quiet} />
      </td>
      {!inProgram && (
        <td className={cx(cell, "max-lg:hidden")}>
          {row.mentor?.name ?? <span className="text-ink-2">{t("programs.noMentor")}</span>}
        </td>
      )}
      <td className={cx(cell, "max-[90rem]:hidden")}>
        {row.counselors.length > 0 ? (
          row.counselors.map((one) => one.name).join(", ")
        ) : (
          <NobodyYet>{t("staff.clients.noCounselor")}</NobodyYet>
        )}
      </td>
      {steps && (
        <td
          className={cx(
            cell,
            "py-1! text-right @max-2xl/table:block @max-2xl/table:pt-2! @max-2xl/table:text-left @max-2xl/table:empty:hidden",
          )}
        >
          {row.enrollment && hasStep(row) && (
            <StepButton small way={row.enrollment} name={row.member.name} onDeed={onDeed} />
          )}
        </td>
      )}
      <td className={cx(cell, "py-0! text-right @max-2xl/table:absolute @max-2xl/table:top-2 @max-2xl/table:right-2")}>
        <RowMenu label={t("staff.members.moreFor", { name: row.member.name })} entries={() => entries(row, onDeed)} />
      </td>
    </tr>
  );
});

function Where({ row, inProgram }: { row: CaseRowFragment; inProgram?: boolean }) {
  const t = useT();
  const day = useDay();
  const { enrollment } = row;
  if (!enrollment) return <span className="text-ink-2">{t("programs.noProgram")}</span>;
  const { state, phase, since, program } = enrollment;
  const words = [
    !inProgram && program.name,
    isIn(state) && phase,
    inProgram && !phase && since && t("programs.since", { day: day(since) }),
  ];
  return (
    <span className="inline-flex flex-wrap items-center gap-x-2 gap-y-1">
      <span className="break-words">{words.filter(Boolean).join(" · ")}</span>
      {!(inProgram && phase) && state !== "ACTIVE" && <WayBadge state={state} />}
    </span>
  );
}

function Papers({ missing }: { missing: Missing }) {
  const t = useT();
  if (missing.overdue > 0) return <OverdueBadge>{t("programs.overdue", { count: missing.overdue })}</OverdueBadge>;
  return missing.open > 0 ? t("programs.openItems", { count: missing.open }) : t("programs.complete");
}

function Next({ row }: { row: CaseRowFragment }) {
  const t = useT();
  const locale = useLocale();
  if (!row.nextContact) return <span className="text-ink-2">{t("staff.clients.nothingBooked")}</span>;
  return (
    <>
      <span className="text-ink-2 @2xl/table:hidden">{t("programs.nextShort")}: </span>
      <span className="tnum whitespace-nowrap">{formatWhen(row.nextContact, centerBoot().viewer.zone, locale)}</span>
    </>
  );
}

const icon = { size: 18, strokeWidth: 1.75, "aria-hidden": true } as const;

/** What can be done with somebody from a list. */
function useEntries(): (row: CaseRowFragment, onDeed: (deed: Deed) => void) => MenuEntry[] {
  const t = useT();
  return (row, onDeed) => {
    const app = `${centerBoot().base}/app`;
    const { name } = row.member;
    const { enrollment } = row;
    const list: Array<MenuEntry | "" | false | null | undefined> = [
      may("BOOK_FOR_CLIENTS") && {
        id: "book",
        label: t("staff.session.book"),
        icon: <CalendarPlus {...icon} />,
        href: `${app}/book?client=${encodeURIComponent(row.id)}`,
      },
      mayLog() && {
        id: "contact",
        label: t("programs.deed.contact"),
        icon: <PhoneCall {...icon} />,
        onAction: () => onDeed({ kind: "contact", clientId: row.id, name }),
      },
      enrollment &&
        mayMove() && {
          id: "move",
          label: t("programs.deed.move"),
          icon: <Signpost {...icon} />,
          onAction: () => onDeed({ kind: "move", wayId: enrollment.id, name }),
        },
      enrollment?.phaseId &&
        ["ACTIVE", "ON_HOLD"].includes(enrollment.state) &&
        mayMove() && {
          id: "phase",
          label: t("programs.deed.phase"),
          icon: <ListOrdered {...icon} />,
          onAction: () => onDeed({ kind: "phase", wayId: enrollment.id, name }),
        },
      enrollment &&
        waits(enrollment.state) &&
        mayMove() && {
          id: "peer",
          label: t("programs.deed.peer"),
          icon: <UserRoundPlus {...icon} />,
          onAction: () => onDeed({ kind: "peer", wayId: enrollment.id, name }),
        },
      mayMove() &&
        !(enrollment && (isIn(enrollment.state) || waits(enrollment.state))) && {
          id: "begin",
          label: t("programs.deed.begin"),
          icon: <BookOpen {...icon} />,
          href: `${app}/programs/begin?client=${encodeURIComponent(row.id)}`,
        },
      {
        id: "open",
        label: t("programs.deed.open"),
        icon: <SquareUserRound {...icon} />,
        href: `${app}/clients/${row.id}/program`,
      },
    ];
    return list.filter((entry): entry is MenuEntry => Boolean(entry));
  };
}
