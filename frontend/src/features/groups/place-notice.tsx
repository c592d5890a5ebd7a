import { type FormEvent, useId, useState } from "react";
import { centerBoot } from "@/api/boot";
import type { LeftBecause } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { useFocus } from "@/lib/use-focus";
import { Button } from "@/ui/button";
import { Fault } from "@/ui/fault";
import { Notice } from "@/ui/feedback";
import { toast } from "@/ui/toaster";
import { isKept, type PlaceView } from "./parts";
import { useAcceptPlace, useAppeal, useLeaveGroup } from "./place-actions";

/** How the viewer stands with a group while they are not simply in it, and what they can do about it. */
export function PlaceNotice({ place }: { place: PlaceView }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  switch (place.state) {
    case "WAITLISTED":
      return place.offeredUntil && isKept(place.offeredUntil) ? (
        <Offer place={place} until={place.offeredUntil} />
      ) : (
        <InLine place={place} />
      );
    case "APPLIED":
      return (
        <Notice actions={<Withdraw place={place} label={t("groups.withdraw")} />}>
          <p className="break-words">{t("groups.applied", { alias: place.alias })}</p>
        </Notice>
      );
    case "INVITED":
      return (
        <Notice tone="good" actions={<Withdraw place={place} label={t("groups.decline")} />}>
          <p className="break-words">
            {place.alias ? t("groups.invitedRename", { alias: place.alias }) : t("groups.invited")}
          </p>
        </Notice>
      );
    case "PAUSED":
      return (
        <Notice tone="attention">
          {place.pausedUntil
            ? t("groups.pausedUntil", { day: formatWhen(place.pausedUntil, zone, locale) })
            : t("groups.paused")}
        </Notice>
      );
    case "REMOVED":
      return <Removed place={place} />;
    case "LEFT":
      return place.leftBecause && <CameToNothing because={place.leftBecause} />;
    default:
      return null;
  }
}

/** What one asked or waited for and did not get: said kindly, and what one can do now. */
function CameToNothing({ because }: { because: LeftBecause }) {
  const t = useT();
  return <Notice title={t(`groups.leftBecause.${because}`)}>{t(`groups.leftBecauseText.${because}`)}</Notice>;
}

function InLine({ place }: { place: PlaceView }) {
  const t = useT();
  return (
    <Notice
      title={t("groups.inLine", { place: place.placeInLine })}
      actions={<Withdraw place={place} label={t("groups.leaveLine")} />}
    >
      {t("groups.inLineText")}
    </Notice>
  );
}

function Offer({ place, until }: { place: PlaceView; until: string }) {
  const t = useT();
  const locale = useLocale();
  const accept = useAcceptPlace();
  async function take() {
    if ((await accept.run({ membershipId: place.id })).ok) toast(t("groups.joined", { alias: place.alias }));
  }
  return (
    <Notice
      tone="good"
      title={t("groups.offered")}
      actions={
        <>
          <Button pending={accept.pending && t("groups.taking")} onPress={() => void take()}>
            {t("groups.take")}
          </Button>
          <Withdraw place={place} label={t("groups.leaveLine")} />
        </>
      }
    >
      <p>{t("groups.offeredUntil", { when: formatWhen(until, centerBoot().viewer.zone, locale) })}</p>
      <Fault of={accept} />
    </Notice>
  );
}

/** Going from the line or the door: no reason is asked for. */
function Withdraw({ place, label }: { place: PlaceView; label: string }) {
  const t = useT();
  const leave = useLeaveGroup();
  return (
    <>
      <Button
        variant="secondary"
        pending={leave.pending && t("groups.leaving")}
        onPress={() => void leave.run({ membershipId: place.id })}
      >
        {label}
      </Button>
      <Fault of={leave} />
    </>
  );
}

function Removed({ place }: { place: PlaceView }) {
  const t = useT();
  /** `null`: not yet. Whoever changes their mind is back at the button they came from. */
  const [writing, setWriting] = useState<boolean | null>(null);
  return (
    <Notice
      tone="attention"
      title={t("groups.removed")}
      actions={
        place.canAppeal &&
        !writing && (
          <Button autoFocus={writing === false} variant="secondary" onPress={() => setWriting(true)}>
            {t("groups.appeal")}
          </Button>
        )
      }
    >
      {place.removalReason && <p className="break-words">{place.removalReason}</p>}
      {!place.canAppeal && (
        <p className="mt-1">{t(place.appealDeclined ? "groups.appealDeclined" : "groups.appealed")}</p>
      )}
      {writing && place.canAppeal && <AppealForm place={place} onClose={() => setWriting(false)} />}
    </Notice>
  );
}

function AppealForm(props: { place: PlaceView; onClose: () => void }) {
  const t = useT();
  const id = useId();
  const [words, setWords] = useState("");
  const [empty, setEmpty] = useState(false);
  const field = useFocus<HTMLTextAreaElement>();
  const appeal = useAppeal();
  async function send(event: FormEvent) {
    event.preventDefault();
    setEmpty(!words.trim());
    if (!words.trim()) return field.current?.focus();
    await appeal.run({ input: { membershipId: props.place.id, words: words.trim() } });
  }
  return (
    <form method="post" onSubmit={(event) => void send(event)} className="mt-3 grid gap-2">
      <label htmlFor={id} className="font-semibold">
        {t("groups.appealWords")}
      </label>
      <textarea
        ref={field}
        id={id}
        rows={3}
        maxLength={500}
        value={words}
        aria-invalid={empty || undefined}
        aria-describedby={empty ? `${id}-fault` : undefined}
        onChange={(event) => setWords(event.target.value)}
        className="w-full rounded-control border-[1.5px] border-control bg-surface px-3.5 py-3 text-body text-ink"
      />
      {empty && (
        <p id={`${id}-fault`} className="font-semibold">
          {t("groups.appealEmpty")}
        </p>
      )}
      <Fault of={appeal} />
      <div className="flex flex-wrap gap-2">
        <Button type="submit" pending={appeal.pending && t("form.saving")}>
          {t("groups.appealSend")}
        </Button>
        <Button variant="secondary" onPress={props.onClose}>
          {t("form.cancel")}
        </Button>
      </div>
    </form>
  );
}
