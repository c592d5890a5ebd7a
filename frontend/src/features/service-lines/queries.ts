// Apart from the components: what a route's loader imports comes with the first chunk.
import { gql, gqlPages } from "@/api/client";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { ServiceLineState } from "@/gql/graphql";
import type { LinesSearch } from "./search";

export const RuleParts = graphql(`
  fragment RuleParts on RuleSet {
    code
    modifiers
    groupModifier
    distanceModifier
    rounding
    per
    mostUnitsADay
    mostUnitsAYear
    yearFromMonth
    groupRatio
    distanceAccepted
    ageRequired
    diagnosisRequired
    orderValidDays
    planRequired
    credentials
  }
`);

export const PayerParts = graphql(`
  fragment PayerParts on Payer {
    id
    name
    rules {
      id
      effectiveFrom
      createdAt
      rules {
        ...RuleParts
      }
    }
  }
`);

const Payers = graphql(`
  query Payers {
    payers {
      ...PayerParts
    }
  }
`);
export const payers = gql(keys.payers, Payers);

const RuleTemplates = graphql(`
  query RuleTemplates {
    ruleTemplates {
      key
      name
      rules {
        ...RuleParts
      }
    }
  }
`);
export const ruleTemplates = gql(keys.payers, RuleTemplates);

export const LineParts = graphql(`
  fragment LineParts on ServiceLine {
    id
    kind
    sessionId
    meeting {
      id
      group {
        id
        name
      }
    }
    client {
      id
      name
    }
    provider {
      id
      name
    }
    servedOn
    minutes
    state
    ready
    missing
    payerId
    code
    modifiers
    units
    serviceExportId
    noteVoidedAt
  }
`);

const ServiceLines = graphql(`
  query ServiceLines(
    $from: LocalDate!
    $until: LocalDate!
    $payerId: ID
    $kind: ServiceLineKind
    $state: ServiceLineState
    $ready: Boolean
    $missing: LineMissing
    $noteVoided: Boolean!
    $after: String
  ) {
    serviceLines(
      from: $from
      until: $until
      payerId: $payerId
      kind: $kind
      state: $state
      ready: $ready
      missing: $missing
      noteVoided: $noteVoided
      first: 25
      after: $after
    ) {
      nodes {
        ...LineParts
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);

type Days = { from: string; until: string };

/** Which lines the page asks for: a state of the server's, the two halves of what is open, or what has to be put right. */
export function linePages(days: Days, search: LinesSearch) {
  const half = search.show === "ready" || search.show === "waiting";
  const noteVoided = search.show === "voided";
  const state = (half ? "OPEN" : noteVoided ? undefined : search.show) as ServiceLineState | undefined;
  const ready = half ? search.show === "ready" : undefined;
  const { payer: payerId, kind, missing } = search;
  const variables = { ...days, payerId, kind, state, ready, missing, noteVoided };
  return gqlPages([...keys.serviceLines, "list"], ServiceLines, variables, (data) => data.serviceLines);
}

const ServiceReadiness = graphql(`
  query ServiceReadiness($from: LocalDate!, $until: LocalDate!) {
    serviceReadiness(from: $from, until: $until) {
      ready
      readyUnits
      waiting {
        missing
        lines
      }
      noteVoided
    }
  }
`);
export const readiness = (days: Days) => gql(keys.serviceLines, ServiceReadiness, days);

const ServiceExports = graphql(`
  query ServiceExports($after: String) {
    serviceExports(first: 25, after: $after) {
      nodes {
        id
        payerId
        by {
          id
          name
        }
        at
        lines
        units
      }
      pageInfo {
        hasNextPage
        endCursor
      }
    }
  }
`);
export const exportPages = gqlPages(
  [...keys.serviceLines, "exports"],
  ServiceExports,
  {},
  (data) => data.serviceExports,
);

export const CoverageParts = graphql(`
  fragment CoverageParts on Coverage {
    id
    payerId
    number
    from
    until
    ofAge
    diagnosisOnFile
    orderedOn
    plannedOn
    version
  }
`);

const Coverages = graphql(`
  query Coverages($clientId: ID!) {
    coverages(clientId: $clientId) {
      ...CoverageParts
    }
  }
`);
export const coverages = (clientId: string) => gql(keys.coverages(clientId), Coverages, { clientId });
