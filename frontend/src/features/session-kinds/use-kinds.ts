import { useQuery } from "@tanstack/react-query";
import { useMemo } from "react";
import { unmask } from "@/gql";
import type { KindPartsFragment } from "@/gql/graphql";
import { KindParts, sessionKinds } from "./queries";

export type Kind = KindPartsFragment;

/** The kinds that can be booked (staff may book any), and how any of them is found by its id. Empty until they are there. */
export function useKinds(): { bookable: readonly Kind[]; byId: ReadonlyMap<string, Kind> } {
  const { data } = useQuery(sessionKinds);
  return useMemo(() => {
    const all = (data?.sessionTypes ?? []).map((one) => unmask(KindParts, one));
    return {
      bookable: all.filter((kind) => kind.active),
      byId: new Map(all.map((kind) => [kind.id, kind])),
    };
  }, [data]);
}
