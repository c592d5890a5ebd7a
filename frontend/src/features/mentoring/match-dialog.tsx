import { useAction } from "@/api/action";
import { useT } from "@/i18n";
import { DeedDialog } from "@/ui/deed";
import { SteerPropose, staleQuestions } from "./deeds";
import { Reasons } from "./reasons";

/** A mentor who was suggested, or whom somebody thought of: then there are no reasons but theirs. */
export type Chosen = {
  mentor: { id: string; about?: string | null; member: { name: string } };
  reasons: ReadonlyArray<{ text: string }>;
  way: "SUGGESTED" | "BY_ADMIN";
};

/** What both would read, before either is asked. */
export function MatchDialog(props: { client: { id: string; name: string }; suggestion: Chosen; onClose: () => void }) {
  const t = useT();
  const propose = useAction(SteerPropose, (data) => data.proposeMentorship, staleQuestions);
  const { mentor } = props.suggestion;
  const { client } = props;
  return (
    <DeedDialog
      title={t("mentoring.matchTitle", { client: client.name, mentor: mentor.member.name })}
      text={t("mentoring.matchText")}
      confirm={t("mentoring.askBoth")}
      done={t("mentoring.askedBoth")}
      run={() => propose.run({ input: { clientId: client.id, mentorId: mentor.id, way: props.suggestion.way } })}
      onClose={props.onClose}
    >
      <Preview reader={client.name} other={mentor.member.name} about={mentor.about} suggestion={props.suggestion} />
      <Preview reader={mentor.member.name} other={client.name} suggestion={props.suggestion} toMentor />
      <p className="text-small text-ink-2">{t("mentoring.mailNote")}</p>
    </DeedDialog>
  );
}

function Preview(props: {
  reader: string;
  other: string;
  about?: string | null;
  suggestion: Chosen;
  toMentor?: boolean;
}) {
  const t = useT();
  const title = t("mentoring.reads", { name: props.reader });
  return (
    <section aria-label={title} className="grid grid-cols-[minmax(0,1fr)] gap-2 rounded-card bg-sunken p-4">
      <h3 className="text-small font-semibold text-ink-2">{title}</h3>
      <p className="break-words">
        {t(props.toMentor ? "mentoring.previewMentor" : "mentoring.previewClient", { name: props.other })}
      </p>
      {props.about && <q className="measure text-small break-words">{props.about}</q>}
      <Reasons reasons={props.suggestion.reasons} label={t("mentoring.why")} />
      <p className="text-small text-ink-2">{t("mentoring.previewEnd")}</p>
    </section>
  );
}
