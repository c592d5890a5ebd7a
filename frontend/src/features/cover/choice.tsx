import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { zoneToShow } from "@/features/booking/session";
import { Fault } from "@/features/waiting/fault";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { formatWhen } from "@/lib/time";
import { Button, ButtonLink, Card } from "@/ui";
import { toast } from "@/ui/toaster";
import { useAnswerCover } from "./actions";
import { type CoverView, myCover } from "./queries";

/** On a session whose counselor is away: what shall happen with it is the client's own choice. */
export function CoverChoice(props: { sessionId: string }) {
  const { myCoverAnswers, viewer } = useSuspenseQuery(myCover).data;
  const asked = myCoverAnswers.find((one) => one.session?.id === props.sessionId);
  if (!asked?.session) return null;
  // The times of somebody who does not care for them yet are not theirs to look at: the agreed time still is.
  const known = viewer.counselors.some((one) => one.id === asked.backup?.id);
  return <Ways asked={asked} session={asked.session} known={known} />;
}

function Ways(props: { asked: CoverView; session: NonNullable<CoverView["session"]>; known: boolean }) {
  const t = useT();
  const locale = useLocale();
  const navigate = useNavigate();
  const answer = useAnswerCover();
  const { asked, session } = props;
  const { counselor, backup } = asked;
  const when = formatWhen(session.startsAt, zoneToShow(session.place, session.zone), locale);
  async function withBackup() {
    const outcome = await answer.run({ input: { coverAnswerId: asked.id, choice: "BACKUP" } });
    const id = outcome.ok && outcome.payload.coverAnswer?.insteadId;
    if (id) await navigate({ to: "/schedule/$id/booked", params: { id }, replace: true });
  }
  async function cancel() {
    const outcome = await answer.run({ input: { coverAnswerId: asked.id, choice: "CANCEL" } });
    if (!outcome.ok) return;
    toast(t("myCover.cancelled", { when }));
    await navigate({ to: "/schedule", replace: true });
  }
  return (
    <Card labelledBy="cover">
      <div className="grid gap-4">
        <div className="grid gap-1">
          <h2 id="cover" className="text-h2">
            {t("myCover.title", { name: firstName(counselor.name) })}
          </h2>
          <p className="measure text-ink-2">{t("myCover.text")}</p>
        </div>
        <Fault of={answer} />
        <div className="grid gap-2 sm:justify-items-start">
          {backup && (
            <Button
              className="max-sm:w-full"
              pending={answer.pending && t("form.saving")}
              onPress={() => void withBackup()}
            >
              {t("myCover.backup", { name: firstName(backup.name), when })}
            </Button>
          )}
          {backup && props.known && (
            <ButtonLink
              to="/schedule/$id/cover"
              params={{ id: session.id }}
              search={{ with: "backup" }}
              variant="secondary"
            >
              {t("myCover.backupOther", { name: firstName(backup.name) })}
            </ButtonLink>
          )}
          <ButtonLink
            to="/schedule/$id/cover"
            params={{ id: session.id }}
            search={{}}
            variant={backup ? "secondary" : "primary"}
          >
            {t("myCover.later", { name: firstName(counselor.name) })}
          </ButtonLink>
          <Button variant="quiet" isDisabled={answer.pending} onPress={() => void cancel()}>
            {t("cancel.title")}
          </Button>
        </div>
      </div>
    </Card>
  );
}
