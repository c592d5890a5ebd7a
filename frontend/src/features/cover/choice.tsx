import { useSuspenseQuery } from "@tanstack/react-query";
import { useNavigate } from "@tanstack/react-router";
import { centerBoot } from "@/api/boot";
import { zoneToShow } from "@/features/booking/session";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { formatWhen } from "@/lib/time";
import { useNow } from "@/lib/use-now";
import { Button, ButtonLink, Card, Fault, Notice, OutLink } from "@/ui";
import { toast } from "@/ui/toaster";
import { useAnswerCover } from "./actions";
import { type CoverView, myCover } from "./queries";

/** Whether the client is asked about this session, because its counselor is away. */
export const useAskedAbout = (sessionId: string): boolean =>
  useSuspenseQuery(myCover).data.myCoverAnswers.some((one) => one.session?.id === sessionId);

/** On a session whose counselor is away: what shall happen with it is the client's own choice. */
export function CoverChoice(props: { sessionId: string }) {
  const { myCoverAnswers } = useSuspenseQuery(myCover).data;
  const now = useNow(15_000);
  const asked = myCoverAnswers.find((one) => one.session?.id === props.sessionId);
  if (!asked?.session) return null;
  if (Date.parse(asked.session.startsAt) <= now) return <NotChosen name={firstName(asked.counselor.name)} />;
  return <Ways asked={asked} session={asked.session} />;
}

/** It began and nothing was chosen: nobody is sent away with that, and nobody waits in front of an empty room. */
function NotChosen({ name }: { name: string }) {
  const t = useT();
  const { phone } = centerBoot().center;
  return (
    <Notice tone="attention" title={t("myCover.open", { name })}>
      {t("myCover.openText")} {phone && <OutLink href={`tel:${phone.replace(/[^+\d]/g, "")}`}>{phone}</OutLink>}
    </Notice>
  );
}

type Props = { asked: CoverView; session: NonNullable<CoverView["session"]> };

function Ways({ asked, session }: Props) {
  const t = useT();
  const locale = useLocale();
  const when = formatWhen(session.startsAt, zoneToShow(session.place, session.zone), locale);
  const { answer, withBackup, cancel } = useChoosing(asked.id, when);
  const { backup } = asked;
  const name = firstName(asked.counselor.name);
  return (
    <Card labelledBy="cover">
      <div className="grid gap-4">
        <div className="grid gap-1">
          <h2 id="cover" className="text-h2">
            {t(asked.later ? "myCover.title" : "myCover.titleOpen", { name })}
          </h2>
          <p className="measure text-ink-2">{t("myCover.text")}</p>
          <NotFree asked={asked} when={when} />
        </div>
        <Fault of={answer} />
        <div className="grid gap-2 sm:justify-items-start">
          {backup && asked.backupFree && (
            <Button
              className="max-sm:w-full"
              pending={answer.pending && t("form.saving")}
              onPress={() => void withBackup()}
            >
              {t("myCover.backup", { name: firstName(backup.name), when })}
            </Button>
          )}
          <OtherTimes sessionId={session.id} name={name} asked={asked} />
          <Button variant="quiet" isDisabled={answer.pending} onPress={() => void cancel()}>
            {t("cancel.title")}
          </Button>
        </div>
      </div>
    </Card>
  );
}

/** What cannot be chosen, and why: before anybody presses it. */
function NotFree({ asked, when }: { asked: CoverView; when: string }) {
  const t = useT();
  const { backup } = asked;
  if (!backup) return asked.later ? null : <p className="measure text-ink-2">{t("myCover.nobody")}</p>;
  if (asked.backupFree) return null;
  return <p className="measure text-ink-2">{t("myCover.backupBusy", { name: firstName(backup.name), when })}</p>;
}

/** What is chosen without another page: whoever stands in at the same time, or nothing at all. */
function useChoosing(coverAnswerId: string, when: string) {
  const t = useT();
  const navigate = useNavigate();
  const answer = useAnswerCover();
  async function withBackup() {
    const outcome = await answer.run({ input: { coverAnswerId, choice: "BACKUP" } });
    const id = outcome.ok && outcome.payload.coverAnswer?.insteadId;
    if (id) await navigate({ to: "/schedule/$id/booked", params: { id }, replace: true });
  }
  async function cancel() {
    const outcome = await answer.run({ input: { coverAnswerId, choice: "CANCEL" } });
    if (!outcome.ok) return;
    toast(t("myCover.cancelled", { when }));
    await navigate({ to: "/schedule", replace: true });
  }
  return { answer, withBackup, cancel };
}

/** The ways to another time: with whoever stands in, and with whoever is away, if somebody knows when they are back. */
function OtherTimes(props: { sessionId: string; name: string; asked: CoverView }) {
  const t = useT();
  const { backup, backupFree, later } = props.asked;
  const params = { id: props.sessionId };
  return (
    <>
      {backup && (
        <ButtonLink
          to="/schedule/$id/cover"
          params={params}
          search={{ with: "backup" }}
          variant={backupFree ? "secondary" : "primary"}
        >
          {t("myCover.backupOther", { name: firstName(backup.name) })}
        </ButtonLink>
      )}
      {later && (
        <ButtonLink to="/schedule/$id/cover" params={params} search={{}} variant={backup ? "secondary" : "primary"}>
          {t("myCover.later", { name: props.name })}
        </ButtonLink>
      )}
    </>
  );
}
