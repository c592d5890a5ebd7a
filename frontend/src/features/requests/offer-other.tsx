import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { zoneToShow } from "@/features/booking/session";
import { SlotPicker } from "@/features/booking/slot-picker";
import { besidesTaken } from "@/features/booking/taken";
import { useSlot } from "@/features/booking/use-slot";
import type { SessionRequestsQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { useFocus } from "@/lib/use-focus";
import { Button, Fault } from "@/ui";
import { TextField } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { useOfferInstead } from "./deeds";

type Asked = SessionRequestsQuery["sessionRequests"]["nodes"][number];

/** Not this time, but another: it is kept for the client, and the yes is theirs. */
export default function OfferOther(props: { asked: Asked; words: string }) {
  const t = useT();
  const locale = useLocale();
  const { asked } = props;
  const region = useFocus<HTMLElement>();
  const offer = useOfferInstead();
  const { state, pick, refused } = useSlot(offer.clear);
  const [words, setWords] = useState(props.words);
  const zone = zoneToShow(asked.place, centerBoot().center.zone);
  const { name } = asked.client;
  async function confirm() {
    if (!state.slot) return;
    const { startsAt } = state.slot;
    const outcome = await offer.run({
      input: { clientMutationId: state.key, sessionRequestId: asked.id, startsAt, words: words.trim() || null },
    });
    if (outcome.ok) {
      toast(t("desk.waits.offerSent", { name, when: formatWhen(startsAt, zone, locale) }));
      return;
    }
    refused(outcome.problems);
  }
  return (
    <section
      ref={region}
      tabIndex={-1}
      aria-label={t("desk.requests.otherFor", { name })}
      className="grid grid-cols-[minmax(0,1fr)] gap-3 border-line border-t pt-3 outline-none"
    >
      <p className="text-small text-ink-2">{t("desk.requests.otherText", { name })}</p>
      <Fault of={{ error: offer.error, problems: besidesTaken(offer.problems) }} title={t("form.notSaved")} />
      <SlotPicker
        counselorId={asked.counselor.id}
        minutes={asked.minutes}
        typeId={asked.type?.id}
        clientId={asked.client.id}
        zone={zone}
        today={centerBoot().today}
        place={asked.place}
        flow={state}
        onPick={pick}
      />
      {state.slot && (
        <>
          <TextField
            multiline
            rows={2}
            maxLength={500}
            label={`${t("desk.requests.words", { name })} (${t("form.optional")})`}
            value={words}
            onChange={setWords}
          />
          <Button pending={offer.pending && t("form.saving")} onPress={() => void confirm()}>
            {t("desk.waits.offerConfirm", { when: formatWhen(state.slot.startsAt, zone, locale) })}
          </Button>
        </>
      )}
    </section>
  );
}
