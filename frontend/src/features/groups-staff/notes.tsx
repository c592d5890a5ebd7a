import { useQueryClient, useSuspenseQuery } from "@tanstack/react-query";
import { useCallback, useEffect, useRef, useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { unmask } from "@/gql";
import type { MeetingLineFragment, NotePartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatTime, formatWhen, nowIso } from "@/lib/time";
import { Button, Card, EmptyState, ErrorNotice, Notice } from "@/ui";
import { TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { StaffSaveNote, StaffSignNotes, stale } from "./deeds-meeting";
import { NoteParts, notesOf, RosterParts, rosterOf } from "./queries-meeting";

type Part = { id: string | null; name: string };
/** What must be saved before signing, by part. */
type Pending = Map<string | null, () => Promise<boolean>>;

/** A shared part, and one for each person that only they and their care get. Drafts until all are signed together. */
export function Notes(props: { meeting: MeetingLineFragment }) {
  const t = useT();
  const data = useSuspenseQuery(rosterOf(props.meeting.id)).data.roster;
  const notes = useSuspenseQuery(notesOf(props.meeting.id)).data.meetingNotes.map((one) => unmask(NoteParts, one));
  const pending = useRef<Pending>(new Map());
  if (!data) return <Notice tone="attention">{t("error.forbidden")}</Notice>;
  const entries = unmask(RosterParts, data).entries;
  const parts: Part[] = [
    { id: null, name: t("staff.notes.shared") },
    ...entries.map(({ person }) => ({ id: person.id, name: person.alias })),
  ];
  const noteOf = (part: Part) => notes.find((one) => (one.person?.id ?? null) === part.id);
  return (
    <div className="grid max-w-3xl grid-cols-[minmax(0,1fr)] gap-5">
      <p className="measure text-ink-2">{t("staff.notes.lead")}</p>
      {parts.map((part) => {
        const note = noteOf(part);
        return note?.state === "SIGNED" ? (
          <Signed key={part.id ?? "shared"} part={part} note={note} />
        ) : (
          <Draft
            key={part.id ?? "shared"}
            part={part}
            note={note}
            meetingId={props.meeting.id}
            pending={pending.current}
          />
        );
      })}
      {entries.length === 0 && <EmptyState>{t("staff.roster.nobody")}</EmptyState>}
      <SignAll meetingId={props.meeting.id} parts={parts} pending={pending.current} />
    </div>
  );
}

function Signed(props: { part: Part; note: NotePartsFragment }) {
  const t = useT();
  const locale = useLocale();
  const { note } = props;
  return (
    <Card className="grid gap-2">
      <h2 className="text-h2">{props.part.name}</h2>
      <p className="measure break-words whitespace-pre-line">{note.body}</p>
      {note.signedAt && (
        <p className="text-small text-ink-2">
          {t("staff.notes.signed", {
            when: formatWhen(note.signedAt, centerBoot().viewer.zone, locale),
            name: note.authorAlias ?? "",
          })}
        </p>
      )}
    </Card>
  );
}

/** Saves when typing pauses; nothing is lost when saving fails. */
function useDraft(props: { meetingId: string; part: Part; note?: NotePartsFragment; pending: Pending }) {
  const { meetingId, part, pending } = props;
  const [body, setBody] = useState(props.note?.body ?? "");
  const [savedAt, setSavedAt] = useState<string>();
  const save = useAction(StaffSaveNote, (data) => data.saveMeetingNote);
  const latest = useRef({ body, saved: body, version: props.note?.version ?? 0 });
  latest.current.body = body;

  const write = useCallback(async (): Promise<boolean> => {
    const { body: text, saved, version } = latest.current;
    if (text === saved) return true;
    const outcome = await save.run({ input: { meetingId, personId: part.id, body: text, version } });
    if (!outcome.ok || !outcome.payload.note) return false;
    latest.current.saved = text;
    latest.current.version = unmask(NoteParts, outcome.payload.note).version;
    setSavedAt(nowIso());
    // Typed on meanwhile.
    return latest.current.body === text;
  }, [save.run, meetingId, part.id]);
  const writing = useRef(write);
  writing.current = write;

  useEffect(() => {
    if (body === latest.current.saved) return;
    pending.set(part.id, async () => (await writing.current()) || writing.current());
    const timer = setTimeout(() => void writing.current(), 1500);
    return () => clearTimeout(timer);
  }, [body, part.id, pending]);
  // Leaving the page saves what the pause has not.
  useEffect(() => () => void writing.current(), []);
  return { body, setBody, save, savedAt, dirty: body !== latest.current.saved };
}

function Draft(props: { meetingId: string; part: Part; note?: NotePartsFragment; pending: Pending }) {
  const t = useT();
  const locale = useLocale();
  const { body, setBody, save, savedAt, dirty } = useDraft(props);
  const status = save.pending
    ? t("form.saving")
    : save.error || save.problems.length
      ? t("form.notSaved")
      : dirty
        ? t("staff.notes.typing")
        : savedAt
          ? t("staff.notes.saved", { time: formatTime(savedAt, centerBoot().viewer.zone, locale) })
          : "";
  return (
    <div className="grid gap-1.5">
      <TextField
        multiline
        rows={props.part.id ? 2 : 5}
        label={props.part.name}
        hint={props.part.id ? undefined : t("staff.notes.sharedHint")}
        value={body}
        onChange={setBody}
        error={save.problems[0]?.message}
      />
      <span role="status" className="min-h-5 text-small text-ink-2">
        {status}
      </span>
      {save.error && <ErrorNotice error={save.error} title={t("form.notSaved")} />}
    </div>
  );
}

function SignAll(props: { meetingId: string; parts: readonly Part[]; pending: Pending }) {
  const t = useT();
  const queryClient = useQueryClient();
  const sign = useAction(StaffSignNotes, (data) => data.signMeetingNotes, stale);
  const [sure, setSure] = useState(false);
  const [unsaved, setUnsaved] = useState(false);

  async function run() {
    const saved = await Promise.all([...props.pending.values()].map((save) => save()));
    setUnsaved(saved.includes(false));
    setSure(false);
    if (saved.includes(false)) return;
    const outcome = await sign.run({ meetingId: props.meetingId });
    if (!outcome.ok) return;
    toast(t("staff.notes.signedDone"));
    await queryClient.invalidateQueries({ queryKey: notesOf(props.meetingId).queryKey });
  }
  return (
    <div className="grid gap-3">
      {sign.error && <ErrorNotice error={sign.error} title={t("staff.notes.notSigned")} />}
      {unsaved && <Notice tone="attention">{t("staff.notes.saveFirst")}</Notice>}
      {sign.problems.length > 0 && (
        <Notice tone="attention" live title={t("staff.notes.notSigned")}>
          <ul className="m-0 grid gap-1 pl-4">
            {sign.problems.map((problem) => (
              <li key={problem.code + problem.message + JSON.stringify(problem)}>{whyNot(problem, props.parts, t)}</li>
            ))}
          </ul>
        </Notice>
      )}
      {sure ? (
        <Notice
          tone="attention"
          title={t("staff.notes.sure")}
          actions={
            <>
              <Button pending={sign.pending && t("form.saving")} onPress={() => void run()}>
                {t("staff.notes.signNow")}
              </Button>
              <Button variant="secondary" onPress={() => setSure(false)}>
                {t("form.cancel")}
              </Button>
            </>
          }
        >
          {t("staff.notes.sureText")}
        </Notice>
      ) : (
        <Button className="justify-self-start" pending={sign.pending && t("form.saving")} onPress={() => setSure(true)}>
          {t("staff.notes.signAll")}
        </Button>
      )}
    </div>
  );
}

type Naming = { __typename?: string; message: string; personId?: string | null; alias?: string | null };

/** Which part keeps the notes from being signed, and whom it names. */
function whyNot(problem: Naming, parts: readonly Part[], t: ReturnType<typeof useT>): string {
  if (problem.__typename !== "NamesSomeone") return problem.message;
  const part = parts.find((one) => one.id === (problem.personId ?? null))?.name ?? "";
  return t("staff.notes.namesAlias", { part, name: problem.alias ?? "" });
}
