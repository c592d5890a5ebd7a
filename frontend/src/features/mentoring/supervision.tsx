import { useQuery, useSuspenseQuery } from "@tanstack/react-query";
import { type ReactNode, useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { type FragmentType, unmask } from "@/gql";
import type { SteerMentorWholeFragment, SteerSupervisionPartsFragment, SupervisionWay } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { addDays, formatDate } from "@/lib/time";
import { Button, EmptyState, ProgressBar, Section } from "@/ui";
import { DeedDialog } from "@/ui/deed";
import { CheckboxGroup, Segmented, TextField } from "@/ui/fields";
import { SteerRecordSupervision, SteerTakeBackSupervision, stale } from "./deeds-mentors";
import { MinutesAndDay } from "./minutes-and-day";
import { approvedMentors, SteerSupervisionParts, supervisionHeld } from "./queries-mentors";
import { listClass, useMentoringWords } from "./words";

/** What was held in the last thirty days against what is owed for them. */
export function SupervisionHours({ mentorId }: { mentorId: string }) {
  const t = useT();
  const words = useMentoringWords();
  const { today } = centerBoot();
  const rows = useSuspenseQuery(supervisionHeld(addDays(today, -29), today)).data.supervisionHours;
  const hours = rows.find((row) => row.mentor.id === mentorId);
  if (!hours) return <p className="measure text-ink-2">{t("mentoring.supervisionNotYet")}</p>;
  const held = words.minutes(hours.heldMinutes);
  return (
    <div className="grid max-w-xl gap-2">
      <p>
        {hours.owedMinutes > 0
          ? t("mentoring.heldOf", { held, owed: words.minutes(hours.owedMinutes) })
          : t("mentoring.held", { held })}{" "}
        <span className="text-ink-2">{t("mentoring.oneOnOne", { time: words.minutes(hours.individualMinutes) })}</span>
      </p>
      {hours.owedMinutes > 0 && (
        <ProgressBar hideLabel label={t("mentoring.part.supervision")} value={hours.heldMinutes / hours.owedMinutes} />
      )}
    </div>
  );
}

/** Who sat down with them, and about what. */
export function SupervisionList(props: {
  held: ReadonlyArray<FragmentType<typeof SteerSupervisionParts>>;
  /** Beside one of them, what can be done about it. */
  deed?: (one: SteerSupervisionPartsFragment) => ReactNode;
}) {
  const t = useT();
  const locale = useLocale();
  const words = useMentoringWords();
  if (props.held.length === 0) return <EmptyState>{t("mentoring.noSupervision")}</EmptyState>;
  return (
    <ul aria-label={t("mentoring.sittings")} className={listClass}>
      {props.held
        .map((one) => unmask(SteerSupervisionParts, one))
        .map((one) => (
          <li key={one.id} className="grid gap-1 px-4 py-3">
            <span className="flex items-center justify-between gap-2 font-semibold">
              {formatDate(one.heldOn, locale)} · {words.minutes(one.minutes)}
              {props.deed?.(one)}
            </span>
            <span className="text-small text-ink-2">
              {t(`mentoring.supervisionWay.${one.way}`)} · {t("mentoring.withName", { name: one.supervisor.name })}
            </span>
            {one.topics && <p className="measure text-small break-words whitespace-pre-line">{one.topics}</p>}
            {one.actions && (
              <p className="measure text-small break-words whitespace-pre-line">
                <span className="font-semibold">{t("mentoring.nextSteps")}</span> {one.actions}
              </p>
            )}
          </li>
        ))}
    </ul>
  );
}

export function Supervision(props: { mentorId: string; whole: SteerMentorWholeFragment }) {
  const t = useT();
  const { viewer } = centerBoot();
  const name = useSittingName();
  const [noting, setNoting] = useState(false);
  const [dropping, setDropping] = useState<SteerSupervisionPartsFragment>();
  const own = props.mentorId === viewer.id;
  // Whoever noted it, or an admin; nobody what they were given themself.
  const drops = (one: SteerSupervisionPartsFragment) =>
    !own && (one.supervisor.id === viewer.id || viewer.roles.includes("ADMIN"));
  return (
    <section aria-labelledby="supervision" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="supervision" className="text-h2">
        {t("mentoring.part.supervision")}
      </h2>
      <Section>
        <SupervisionHours mentorId={props.mentorId} />
      </Section>
      {!own && (
        <Button className="justify-self-start" variant="secondary" onPress={() => setNoting(true)}>
          {t("mentoring.noteSupervision")}
        </Button>
      )}
      <SupervisionList
        held={props.whole.supervisions}
        deed={(one) =>
          drops(one) && (
            <Button
              size="small"
              variant="quiet"
              aria-label={t("mentoring.removeNamed", { what: name(one) })}
              onPress={() => setDropping(one)}
            >
              {t("mentoring.remove")}
            </Button>
          )
        }
      />
      {noting && <NoteDialog mentorId={props.mentorId} onClose={() => setNoting(false)} />}
      {dropping && <DropDialog sitting={dropping} onClose={() => setDropping(undefined)} />}
    </section>
  );
}

function useSittingName() {
  const locale = useLocale();
  const words = useMentoringWords();
  return (one: SteerSupervisionPartsFragment) =>
    `${formatDate(one.heldOn, locale)} · ${words.minutes(one.minutes)} · ${one.supervisor.name}`;
}

function DropDialog(props: { sitting: SteerSupervisionPartsFragment; onClose: () => void }) {
  const t = useT();
  const name = useSittingName();
  const drop = useAction(SteerTakeBackSupervision, (answer) => answer.takeBackSupervision, stale);
  return (
    <DeedDialog
      title={t("mentoring.removeTitle", { what: name(props.sitting) })}
      text={t("mentoring.supervisionDrop")}
      confirm={t("mentoring.remove")}
      done={t("mentoring.removed")}
      run={() => drop.run({ supervisionId: props.sitting.id })}
      onClose={props.onClose}
    />
  );
}

function NoteDialog(props: { mentorId: string; onClose: () => void }) {
  const t = useT();
  const { today, viewer } = centerBoot();
  const { data } = useQuery(approvedMentors);
  const others = (data?.mentors.nodes ?? []).filter((one) => one.id !== props.mentorId && one.id !== viewer.id);
  const record = useAction(SteerRecordSupervision, (answer) => answer.recordSupervision, stale);
  const [way, setWay] = useState<SupervisionWay>("INDIVIDUAL");
  const [more, setMore] = useState<string[]>([]);
  const [minutes, setMinutes] = useState("45");
  const [heldOn, setHeldOn] = useState(today);
  const [topics, setTopics] = useState("");
  const [actions, setActions] = useState("");
  const mentorIds = [props.mentorId, ...(way === "GROUP" ? more : [])];
  return (
    <DeedDialog
      title={t("mentoring.noteSupervision")}
      text={t("mentoring.supervisionText")}
      confirm={t("form.save")}
      done={t("form.saved")}
      run={() =>
        record.run({
          input: { mentorIds, heldOn: heldOn || today, minutes: Number(minutes) || 0, way, topics, actions },
        })
      }
      onClose={props.onClose}
    >
      <Segmented
        label={t("mentoring.how")}
        value={way}
        onChange={(next) => setWay(next as SupervisionWay)}
        options={(["INDIVIDUAL", "GROUP"] as const).map((id) => ({ id, label: t(`mentoring.supervisionWay.${id}`) }))}
      />
      {way === "GROUP" && others.length > 0 && (
        <CheckboxGroup
          label={t("mentoring.whoElse")}
          value={more}
          onChange={setMore}
          options={others.map((one) => ({ id: one.id, label: one.member.name }))}
        />
      )}
      <MinutesAndDay minutes={minutes} onMinutes={setMinutes} heldOn={heldOn} onHeldOn={setHeldOn} />
      <TextField
        multiline
        label={`${t("mentoring.topics")} (${t("form.optional")})`}
        hint={t("mentoring.topicsHint")}
        value={topics}
        onChange={setTopics}
        maxLength={2000}
      />
      <TextField
        multiline
        rows={2}
        label={`${t("mentoring.nextSteps")} (${t("form.optional")})`}
        value={actions}
        onChange={setActions}
        maxLength={2000}
      />
    </DeedDialog>
  );
}
