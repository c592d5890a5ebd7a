import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { Button, Card, Fault } from "@/ui";
import { toast } from "@/ui/toaster";
import { useLetPlaceGo, useTakePlace } from "./actions";
import type { WayView } from "./queries";

/** A place is kept for a while: yes, or not now, which keeps the place in line. */
export function PlaceOffer({ way }: { way: WayView }) {
  const t = useT();
  const locale = useLocale();
  const take = useTakePlace();
  const letGo = useLetPlaceGo();
  const [asked, setAsked] = useState<boolean | null>(null);
  const { id, program, offeredUntil } = way;
  async function accept() {
    if ((await take.run({ enrollmentId: id })).ok) toast(t("way.taken", { program: program.name }));
  }
  async function decline() {
    const outcome = await letGo.run({ enrollmentId: id });
    if (!outcome.ok) return;
    const { enrollment } = outcome.payload;
    toast(t(enrollment?.state === "WAITLISTED" ? "way.letGo" : "way.letGoOut"));
  }
  return (
    <Card labelledBy={`place-${id}`}>
      <h2 id={`place-${id}`} className="text-h2">
        {t("way.offer", { program: program.name })}
      </h2>
      {offeredUntil && (
        <p className="mt-1 measure text-ink-2">
          {t("way.offerUntil", { when: formatWhen(offeredUntil, centerBoot().viewer.zone, locale) })}
        </p>
      )}
      {asked ? (
        <div className="mt-4 grid gap-3">
          <p role="status" className="measure text-ink-2">
            {t("way.notNowText")}
          </p>
          <div className="grid gap-2 sm:flex">
            <Button variant="secondary" pending={letGo.pending && t("form.saving")} onPress={() => void decline()}>
              {t("way.notNowYes")}
            </Button>
            <Button autoFocus variant="quiet" onPress={() => setAsked(false)}>
              {t("nav.back")}
            </Button>
          </div>
        </div>
      ) : (
        <div className="mt-4 grid gap-3 sm:flex">
          <Button pending={take.pending && t("form.saving")} onPress={() => void accept()}>
            {t("way.take")}
          </Button>
          <Button autoFocus={asked === false} variant="secondary" onPress={() => setAsked(true)}>
            {t("way.notNow")}
          </Button>
        </div>
      )}
      <div className="mt-2 empty:hidden">
        <Fault of={take} />
        <Fault of={letGo} />
      </div>
    </Card>
  );
}
