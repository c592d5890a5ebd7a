import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { centerBoot, may } from "@/api/boot";
import { CredentialNotice } from "@/features/mentoring/credential-notice";
import { SteerMentorLine } from "@/features/mentoring/queries";
import { SteerMentorWhole } from "@/features/mentoring/queries-mentors";
import { MentorStateBadge, useDay } from "@/features/mentoring/words";
import { unmask } from "@/gql";
import type { SteerMentorLineFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { addDays, instantOf } from "@/lib/time";
import { Button, ButtonLink, Card, EmptyState, TextLink } from "@/ui";
import { DeedDialog, useSay } from "@/ui/deed";
import { NativeSelect } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { useComeBack, useDebrief, usePauseMe } from "./deeds";
import { ownProfile } from "./queries";

/** How much one carries, a rest in one act, and somebody to talk to. */
export function Standing() {
  const t = useT();
  const masked = useSuspenseQuery(ownProfile).data.myMentorProfile;
  if (!masked) {
    return (
      <EmptyState
        action={
          <ButtonLink variant="secondary" to="/mentorship/mine/profile">
            {t("mentoring.mine.writeProfile")}
          </ButtonLink>
        }
      >
        {t("mentoring.mine.noProfile")}
      </EmptyState>
    );
  }
  const whole = unmask(SteerMentorWhole, masked);
  const mentor = unmask(SteerMentorLine, whole);
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      {mentor.state === "APPROVED" && <Carrying mentor={mentor} />}
      {mentor.state === "PAUSED" &&
        (mentor.pausedByCenter ? <HeldBack mentor={mentor} /> : <Resting mentor={mentor} />)}
      {mentor.state !== "APPROVED" && mentor.state !== "PAUSED" && (
        <Card>
          <MentorStateBadge mentor={mentor} />
        </Card>
      )}
      <CredentialNotice
        held={whole.credentials}
        expired={mentor.credentialExpired}
        ended={t("mentoring.mine.credentialEnded")}
      >
        <TextLink to="/mentorship/mine/profile">{t("mentoring.mine.profile")}</TextLink>
      </CredentialNotice>
      <Debrief />
    </div>
  );
}

/** "Room for two more": a new pair weighs two points. */
function useRoomWords() {
  const t = useT();
  return (mentor: SteerMentorLineFragment) => {
    const room = mentor.capacity - mentor.load;
    if (room < 0) return t("mentoring.mine.tooMuch");
    const more = Math.floor(room / 2);
    return more === 0 ? t("mentoring.mine.full") : t("mentoring.mine.room", { count: more });
  };
}

function PauseMe() {
  const t = useT();
  const [pausing, setPausing] = useState(false);
  return (
    <>
      <Button variant="secondary" size="small" onPress={() => setPausing(true)}>
        {t("mentoring.mine.pauseMe")}
      </Button>
      {pausing && <PauseDialog onClose={() => setPausing(false)} />}
    </>
  );
}

function Carrying({ mentor }: { mentor: SteerMentorLineFragment }) {
  const t = useT();
  const room = useRoomWords();
  return (
    <Card labelledBy="carrying" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="carrying" className="text-h2">
        {t("mentoring.mine.carrying")}
      </h2>
      <p>{t("mentoring.mine.walkWith", { count: mentor.pairCount })}</p>
      {/* Whose credential ran out gets nobody new, however much room there is. */}
      {!mentor.credentialExpired && <p className="text-ink-2">{room(mentor)}</p>}
      <div className="flex flex-wrap gap-2">
        {may("MANAGE_OWN_HOURS") && (
          <ButtonLink variant="secondary" size="small" to="/availability">
            {t("mentoring.mine.hours")}
          </ButtonLink>
        )}
        <PauseMe />
      </div>
    </Card>
  );
}

const lengths = ["", "7", "14", "30", "90"] as const;

function PauseDialog(props: { onClose: () => void }) {
  const t = useT();
  const pause = usePauseMe();
  const [days, setDays] = useState<string>("");
  const { today, center } = centerBoot();
  return (
    <DeedDialog
      title={t("mentoring.mine.pauseMe")}
      text={t("mentoring.mine.pauseText")}
      confirm={t("mentoring.mine.pauseMe")}
      run={async () => {
        const until = days ? await instantOf(`${addDays(today, Number(days))}T08:00:00`, center.zone) : null;
        const outcome = await pause.run({ until });
        if (outcome.ok) {
          toast(
            t("mentoring.mine.paused", {
              over: outcome.payload.handedOver?.length ?? 0,
              rest: outcome.payload.paused?.length ?? 0,
            }),
          );
        }
        return outcome;
      }}
      onClose={props.onClose}
    >
      <NativeSelect
        id="pause-length"
        label={t("mentoring.mine.howLong")}
        value={days}
        onChange={setDays}
        options={lengths.map((id) => ({
          id,
          label: id ? t("mentoring.mine.days", { count: Number(id) }) : t("mentoring.mine.untilBack"),
        }))}
      />
    </DeedDialog>
  );
}

/** Not a rest of one's own: the center ends it. Whoever they walk with goes on, until they need a rest themself. */
function HeldBack({ mentor }: { mentor: SteerMentorLineFragment }) {
  const t = useT();
  return (
    <Card labelledBy="held-back" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="held-back" className="text-h2">
        {t("mentoring.mine.pausedByCenter")}
      </h2>
      <p className="text-ink-2">{t("mentoring.mine.pausedByCenterText")}</p>
      {mentor.pairCount > 0 && (
        <div>
          <PauseMe />
        </div>
      )}
    </Card>
  );
}

function Resting({ mentor }: { mentor: SteerMentorLineFragment }) {
  const t = useT();
  const day = useDay();
  const say = useSay();
  const back = useComeBack();
  return (
    <Card labelledBy="resting" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="resting" className="text-h2">
        {t("mentoring.mine.resting")}
      </h2>
      <p className="text-ink-2">
        {mentor.pausedUntil
          ? t("mentoring.mine.restingUntil", { day: day(mentor.pausedUntil) })
          : t("mentoring.mine.restingOpen")}
      </p>
      <Button
        className="justify-self-start"
        pending={back.pending && t("form.saving")}
        onPress={() => void back.run().then((outcome) => say(outcome, t("mentoring.mine.isBack")))}
      >
        {t("mentoring.mine.comeBack")}
      </Button>
    </Card>
  );
}

/** Somebody to talk to. `title`: what is asked first. */
export function Debrief(props: { title?: string }) {
  const t = useT();
  const [asking, setAsking] = useState(false);
  const debrief = useDebrief();
  return (
    <Card labelledBy="debrief" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="debrief" className="text-h2">
        {props.title ?? t("mentoring.mine.debriefTitle")}
      </h2>
      <p className="text-ink-2">{t("mentoring.mine.debriefText")}</p>
      <Button className="justify-self-start" variant="secondary" onPress={() => setAsking(true)}>
        {t("mentoring.mine.debrief")}
      </Button>
      {asking && (
        <DeedDialog
          title={t("mentoring.mine.debrief")}
          text={t("mentoring.mine.debriefDialog")}
          confirm={t("mentoring.mine.debriefNow")}
          done={t("mentoring.mine.debriefDone")}
          run={() => debrief.run()}
          onClose={() => setAsking(false)}
        />
      )}
    </Card>
  );
}
