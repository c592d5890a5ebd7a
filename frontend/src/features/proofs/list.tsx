import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { keys } from "@/api/keys";
import { graphql, unmask } from "@/gql";
import type { ProofItem, ProofPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDateRange, formatDay, isPast } from "@/lib/time";
import { Badge, Button, EmptyState, Fault, MoreButton } from "@/ui";
import { toast } from "@/ui/toaster";
import { ProofParts, proofPages } from "./queries";

const RevokeProof = graphql(`
  mutation RevokeAttendanceProof($attendanceProofId: ID!) {
    revokeAttendanceProof(attendanceProofId: $attendanceProofId) {
      proof {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** The proofs one has made: who got them, how often they were looked at, and how to take them back. */
export function ProofList() {
  const t = useT();
  const list = useSuspenseInfiniteQuery(proofPages);
  const proofs = list.data.pages.flatMap((page) => page.attendanceProofs.nodes.map((node) => unmask(ProofParts, node)));
  if (!proofs.length) return <EmptyState>{t("proofs.none")}</EmptyState>;
  return (
    <>
      <ul
        aria-label={t("proofs.made")}
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {proofs.map((proof) => (
          <Proof key={proof.id} proof={proof} />
        ))}
      </ul>
      <MoreButton list={list} label={t("groups.more")} />
    </>
  );
}

/** What is on the page: what is not, the server does not keep. */
function shownIn(facts: ProofPartsFragment["facts"]): ProofItem[] {
  const there: Array<[ProofItem, unknown]> = [
    ["NAME", facts.name],
    ["CENTER", facts.center],
    ["GROUP", facts.groups.length],
    ["PERIOD", facts.from],
    ["DATES", facts.meetings.length],
    ["MINUTES", facts.minutes !== null && facts.minutes !== undefined],
    ["COUNT", facts.count !== null && facts.count !== undefined],
  ];
  return there.filter(([, is]) => is).map(([item]) => item);
}

function Proof({ proof }: { proof: ProofPartsFragment }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const over = isPast(proof.expiresAt);
  const shown = shownIn(proof.facts);
  const { from, until, groups } = proof.facts;
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-2 px-5 py-4">
      <p className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 break-words font-semibold">{proof.recipient}</span>
        {proof.revokedAt ? <Badge>{t("proofs.gone")}</Badge> : over && <Badge>{t("proofs.over")}</Badge>}
      </p>
      <p className="text-small break-words text-ink-2 first-letter:uppercase">
        {[
          groups.join(", "),
          from && until && formatDateRange(from, until, locale),
          t("proofs.views", { count: proof.views }),
          !proof.revokedAt && !over && t("proofs.expires", { day: formatDay(proof.expiresAt, zone, locale) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      <p className="text-small break-words">
        {t("proofs.shows", {
          what: new Intl.ListFormat(locale).format(shown.map((item) => t(`proofs.short.${item}`))),
        })}
      </p>
      {!proof.revokedAt && <Revoke id={proof.id} over={over} />}
    </li>
  );
}

/** Takes it back, once one has read what that means. */
function Revoke({ id, over }: { id: string; over: boolean }) {
  const t = useT();
  /** `null`: not yet. Whoever keeps it is back at the button they came from. */
  const [asked, setAsked] = useState<boolean | null>(null);
  const revoke = useAction(RevokeProof, (data) => data.revokeAttendanceProof, { invalidates: [keys.proofs] });
  async function run() {
    if ((await revoke.run({ attendanceProofId: id })).ok) toast(t("proofs.revoked"));
  }
  if (!asked) {
    if (over) return null;
    return (
      <Button
        autoFocus={asked === false}
        size="small"
        variant="secondary"
        className="justify-self-start"
        onPress={() => setAsked(true)}
      >
        {t("proofs.revoke")}
      </Button>
    );
  }
  return (
    <div className="grid gap-2">
      <p role="status" className="text-small">
        {t("proofs.revokeText")}
      </p>
      <div className="flex flex-wrap gap-2">
        <Button size="small" variant="danger" pending={revoke.pending && t("form.saving")} onPress={() => void run()}>
          {t("proofs.revoke")}
        </Button>
        <Button autoFocus size="small" variant="secondary" onPress={() => setAsked(false)}>
          {t("proofs.keep")}
        </Button>
      </div>
      <Fault of={revoke} />
    </div>
  );
}
