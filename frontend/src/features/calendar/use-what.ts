import { useState } from "react";
import { type Kind, useKinds } from "@/features/session-kinds/use-kinds";
import type { SessionPlace } from "@/gql/graphql";

/** What was chosen last is what is wanted next: kept while the page is open. */
const last: { minutes: string; place: SessionPlace; kind: string } = { minutes: "45", place: "IN_PERSON", kind: "" };

/** The kind, or else the length, and where: a kind has places of its own. */
export function useWhat() {
  const { bookable } = useKinds();
  const [kindId, setKindId] = useState(last.kind);
  const [minutes, setMinutes] = useState(last.minutes);
  const [wanted, setPlace] = useState<SessionPlace>(last.place);
  const kind: Kind | undefined = bookable.find((one) => one.id === kindId);
  const places: readonly SessionPlace[] = kind?.places ?? ["IN_PERSON", "ONLINE"];
  const place = places.includes(wanted) ? wanted : (places[0] ?? wanted);
  const length = kind ? { typeId: kind.id, minutes: null } : { typeId: null, minutes: Number(minutes) };
  return {
    bookable,
    kind,
    kindId: kind?.id ?? "",
    setKindId,
    minutes,
    setMinutes,
    place,
    places,
    setPlace,
    /** As the server is told. */
    input: { place, ...length },
    keep: () => void Object.assign(last, { minutes, place, kind: kind?.id ?? "" }),
  };
}
export type What = ReturnType<typeof useWhat>;
