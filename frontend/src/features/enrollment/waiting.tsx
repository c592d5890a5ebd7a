import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { formatDay } from "@/lib/time";
import { Avatar, Button, ButtonLink, Fault } from "@/ui";
import { toast } from "@/ui/toaster";
import { useLeaveLine } from "./actions";
import { myWays, type WayView } from "./queries";

/** Where one is in line, and who is there meanwhile. */
export function Line({ way }: { way: WayView }) {
  const t = useT();
  const locale = useLocale();
  const { placeInLine, waitingSince, peer, state } = way;
  const { counselors } = useSuspenseQuery(myWays).data.viewer;
  // Whoever has hours of their own: with the others, contact comes from them.
  const bookable = counselors.some((one) => one.id === peer?.id);
  return (
    <div className="grid gap-4">
      <p className="measure text-ink-2">
        {state === "INQUIRY"
          ? t("way.inquiry")
          : placeInLine
            ? t("way.line", { place: placeInLine })
            : t("way.lineOpen")}
        {waitingSince && ` ${t("way.lineSince", { day: formatDay(waitingSince, centerBoot().viewer.zone, locale) })}`}
      </p>
      {peer && (
        <div className="flex items-center gap-3.5">
          <Avatar name={peer.name} size="medium" />
          <span className="grid min-w-0">
            <span className="font-semibold break-words">{peer.name}</span>
            <span className="text-small text-ink-2">{t("way.peer")}</span>
          </span>
        </div>
      )}
      {peer && bookable && (
        <ButtonLink variant="secondary" className="justify-self-start" to="/book" search={{ with: peer.id }}>
          {t("way.peerBook", { name: peer.name })}
        </ButtonLink>
      )}
    </div>
  );
}

/** Out of the line, or the question taken back: no reason is asked for. */
export function LeaveLine({ way }: { way: WayView }) {
  const t = useT();
  const leave = useLeaveLine();
  /** `null`: not yet. Whoever stays is back at the button they came from. */
  const [asked, setAsked] = useState<boolean | null>(null);
  async function go() {
    if ((await leave.run({ enrollmentId: way.id })).ok) toast(t("way.left"));
  }
  if (!asked) {
    return (
      <Button autoFocus={asked === false} variant="quiet" className="justify-self-start" onPress={() => setAsked(true)}>
        {t("way.leave")}
      </Button>
    );
  }
  return (
    <fieldset aria-label={t("way.leave")} className="m-0 grid gap-3 border-0 p-0">
      <p className="measure text-ink-2" role="status">
        {t("way.leaveText")}
      </p>
      <div className="grid gap-2 sm:flex">
        <Button variant="secondary" pending={leave.pending && t("form.saving")} onPress={() => void go()}>
          {t("way.leaveYes")}
        </Button>
        <Button autoFocus variant="secondary" onPress={() => setAsked(false)}>
          {t("way.stay")}
        </Button>
      </div>
      <Fault of={leave} />
    </fieldset>
  );
}
