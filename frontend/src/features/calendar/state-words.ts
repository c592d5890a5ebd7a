import type { SessionView } from "@/features/booking/session";
import { useT } from "@/i18n";

/** What became of a session, in a word; null while it is simply planned. */
export function useStateWord(): (session: Pick<SessionView, "state">) => string | null {
  const t = useT();
  return ({ state }) => (state === "BOOKED" ? null : t(`desk.cal.state.${state}`));
}
