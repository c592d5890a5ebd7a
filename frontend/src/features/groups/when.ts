import { useWhen } from "@/features/booking/words";
import { useT } from "@/i18n";
import { placeOf } from "./meeting-door";
import type { MeetingView } from "./parts";

type Timed = Pick<MeetingView, "startsAt" | "endsAt" | "zone" | "mode">;

/** When a meeting is, in words: day, time, and the zone when the device's clock shows another. */
export function useMeetingWhen() {
  const when = useWhen();
  return (meeting: Timed) => when({ ...meeting, place: placeOf(meeting) });
}

/** Where it is, in words. */
export function useMeetingPlace(): (meeting: Pick<MeetingView, "mode" | "location">) => string {
  const t = useT();
  return ({ mode, location }) => {
    if (mode === "ONLINE") return t("group.mode.ONLINE");
    return location ? `${t(`group.mode.${mode}`)}, ${location}` : t(`group.mode.${mode}`);
  };
}
