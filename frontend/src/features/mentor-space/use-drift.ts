import { useQuery } from "@tanstack/react-query";
import { useMemo, useState } from "react";
import { gql } from "@/api/client";
import { graphql } from "@/gql";
import type { Drift } from "@/gql/graphql";
import { driftsOf } from "./drift-rules";

const MentorDriftRules = graphql(`
  query MentorDriftRules {
    driftRules {
      drift
      phrases
    }
  }
`);
const driftRules = gql(["drift-rules"], MentorDriftRules);

/** What the words that are being written may drift into, as long as nobody put it aside. Nothing waits for it. */
export function useDrift(text: string, enabled = true) {
  const { data } = useQuery({ ...driftRules, enabled, staleTime: Number.POSITIVE_INFINITY });
  const [aside, setAside] = useState<readonly Drift[]>([]);
  const found = useMemo(() => (data && enabled ? driftsOf(text, data.driftRules) : []), [text, data, enabled]);
  return {
    hints: found.filter((hint) => !aside.includes(hint)),
    /** Everything of this text that was before their eyes. */
    told: found,
    putAside: () => setAside((before) => [...new Set([...before, ...found])]),
    /** Other words: from the beginning. */
    begin: () => setAside([]),
  };
}
