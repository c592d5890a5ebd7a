import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { formatWhen } from "@/lib/time";
import { Avatar, Button, Card, Fault } from "@/ui";
import { toast } from "@/ui/toaster";
import { useLetOfferGo, useTakeOffer } from "./actions";
import { Reasons } from "./candidate";
import type { PairCard } from "./queries";

/** The center thinks these two could walk together: yes, or not this time. Nobody asks why. */
export function Offer(props: { pair: PairCard; onTogether: (id: string) => void }) {
  const t = useT();
  const locale = useLocale();
  const take = useTakeOffer();
  const letGo = useLetOfferGo();
  const { id, mentor, reasons, offerExpiresAt } = props.pair;
  async function accept() {
    const outcome = await take.run({ mentorshipId: id });
    if (!outcome.ok) return;
    const state = outcome.payload.mentorship?.state;
    if (state === "ACTIVE") props.onTogether(id);
    else toast(t(state === "MOVED_ON" ? "walk.offerPassed" : "walk.offerTaken"));
  }
  async function decline() {
    if ((await letGo.run({ mentorshipId: id })).ok) toast(t("walk.offerLetGo"));
  }
  return (
    <Card labelledBy={`offer-${id}`}>
      <div className="grid gap-4">
        <div className="flex items-center gap-4">
          <Avatar name={mentor.name} size="large" />
          <div className="grid min-w-0">
            <h2 id={`offer-${id}`} className="text-h2 break-words">
              {t("walk.offer", { name: mentor.name })}
            </h2>
            {offerExpiresAt && (
              <p className="text-small text-ink-2">
                {t("walk.offerUntil", { when: formatWhen(offerExpiresAt, centerBoot().viewer.zone, locale) })}
              </p>
            )}
          </div>
        </div>
        <Reasons reasons={reasons} />
        <div className="grid gap-3 sm:flex">
          <Button pending={take.pending && t("form.saving")} onPress={() => void accept()}>
            {t("walk.offerYes", { name: firstName(mentor.name) })}
          </Button>
          <Button variant="secondary" pending={letGo.pending && t("form.saving")} onPress={() => void decline()}>
            {t("walk.offerNo")}
          </Button>
        </div>
        <Fault of={take} />
        <Fault of={letGo} />
      </div>
    </Card>
  );
}
