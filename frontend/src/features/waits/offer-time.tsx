import { useQuery } from "@tanstack/react-query";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { zoneToShow } from "@/features/booking/session";
import { SlotPicker } from "@/features/booking/slot-picker";
import { besidesTaken } from "@/features/booking/taken";
import { useSlot } from "@/features/booking/use-slot";
import { counselors } from "@/features/calendar/queries";
import { hasCalendar, seesOthers } from "@/features/calendar/search";
import type { WaitPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { useFocus } from "@/lib/use-focus";
import { Button, Fault } from "@/ui";
import { NativeSelect } from "@/ui/fields";
import { toast } from "@/ui/toaster";
import { useOfferTime } from "./deeds";

/** Whose time, which one, and the deed itself. */
function useOffering(wait: WaitPartsFragment, onDone: () => void) {
  const t = useT();
  const locale = useLocale();
  const { viewer, center } = centerBoot();
  const people = useQuery({ ...counselors, enabled: seesOthers() && !wait.counselor }).data?.counselors ?? [];
  const [chosen, setChosen] = useState(wait.counselor?.id ?? (hasCalendar() ? viewer.id : undefined));
  const who = chosen ?? people[0]?.id;
  const offer = useOfferTime();
  const { state, pick, drop, refused } = useSlot(offer.clear);
  const zone = zoneToShow(wait.place, center.zone);
  async function confirm() {
    const { slot, key } = state;
    if (!slot || !who) return;
    const { startsAt } = slot;
    const outcome = await offer.run({
      input: { clientMutationId: key, sessionWaitId: wait.id, counselorId: who, startsAt },
    });
    if (outcome.ok) {
      toast(t("desk.waits.offerSent", { name: wait.client.name, when: formatWhen(startsAt, zone, locale) }));
      return onDone();
    }
    refused(outcome.problems);
  }
  function choose(id: string) {
    setChosen(id);
    drop();
  }
  return { people, who, choose, offer, state, pick, zone, confirm };
}

/** A time for somebody who waits: it is kept for them, they are told, and the yes stays theirs. */
export function OfferTime(props: { wait: WaitPartsFragment; onDone: () => void }) {
  const t = useT();
  const locale = useLocale();
  const { wait } = props;
  const region = useFocus<HTMLElement>();
  const { people, who, choose, offer, state, pick, zone, confirm } = useOffering(wait, props.onDone);
  return (
    <section
      ref={region}
      tabIndex={-1}
      aria-label={t("desk.waits.offerOf", { name: wait.client.name, what: wait.type?.name ?? "" })}
      className="grid grid-cols-[minmax(0,1fr)] gap-3 border-line border-t pt-3 outline-none"
    >
      {people.length > 0 && who && (
        <NativeSelect
          id={`offer-${wait.id}`}
          className="max-w-72"
          label={t("staff.session.counselor")}
          value={who}
          onChange={choose}
          options={people.map((one) => ({ id: one.id, label: one.name }))}
        />
      )}
      <Fault of={{ error: offer.error, problems: besidesTaken(offer.problems) }} title={t("form.notSaved")} />
      {who && (
        <SlotPicker
          key={who}
          counselorId={who}
          minutes={wait.minutes}
          typeId={wait.type?.id}
          clientId={wait.client.id}
          zone={zone}
          today={centerBoot().today}
          place={wait.place}
          flow={state}
          onPick={pick}
        />
      )}
      {state.slot && (
        <Button pending={offer.pending && t("form.saving")} onPress={() => void confirm()}>
          {t("desk.waits.offerConfirm", { when: formatWhen(state.slot.startsAt, zone, locale) })}
        </Button>
      )}
    </section>
  );
}
