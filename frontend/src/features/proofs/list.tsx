import { useSuspenseInfiniteQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { keys } from "@/api/keys";
import { Fault } from "@/features/groups/fault";
import { graphql, unmask } from "@/gql";
import type { ProofPartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDateRange, formatDay, isPast } from "@/lib/time";
import { Badge, Button, EmptyState, MoreButton } from "@/ui";
import { toast } from "@/ui/toaster";
import { ProofParts, proofPages } from "./queries";

const RevokeProof = graphql(`
  mutation RevokeAttendanceProof($attendanceProofId: ID!) {
    revokeAttendanceProof(attendanceProofId: $attendanceProofId) {
      proof {
        id
      }
      problems {
        __typename
        code
        message
        path
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

function Proof({ proof }: { proof: ProofPartsFragment }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const [asked, setAsked] = useState(false);
  const revoke = useAction(RevokeProof, (data) => data.revokeAttendanceProof, { invalidates: [keys.proofs] });
  const over = isPast(proof.expiresAt);
  const { from, until, groups } = proof.facts;
  async function run() {
    if ((await revoke.run({ attendanceProofId: proof.id })).ok) toast(t("proofs.revoked"));
  }
  return (
    <li className="grid grid-cols-[minmax(0,1fr)] gap-2 px-5 py-4">
      <p className="flex flex-wrap items-center gap-2">
        <span className="min-w-0 break-words font-semibold">{proof.recipient}</span>
        {proof.revokedAt ? <Badge>{t("proofs.gone")}</Badge> : over && <Badge>{t("proofs.over")}</Badge>}
      </p>
      <p className="text-small break-words text-ink-2">
        {[
          groups.join(", "),
          from && until && formatDateRange(from, until, locale),
          t("proofs.views", { count: proof.views }),
          !proof.revokedAt && !over && t("proofs.expires", { day: formatDay(proof.expiresAt, zone, locale) }),
        ]
          .filter(Boolean)
          .join(" · ")}
      </p>
      {!proof.revokedAt && !over && !asked && (
        <Button size="small" variant="secondary" className="justify-self-start" onPress={() => setAsked(true)}>
          {t("proofs.revoke")}
        </Button>
      )}
      {asked && !proof.revokedAt && (
        <div className="grid gap-2">
          <p role="status" className="text-small">
            {t("proofs.revokeText")}
          </p>
          <div className="flex flex-wrap gap-2">
            <Button
              size="small"
              variant="danger"
              autoFocus
              pending={revoke.pending && t("form.saving")}
              onPress={() => void run()}
            >
              {t("proofs.revoke")}
            </Button>
            <Button size="small" variant="secondary" onPress={() => setAsked(false)}>
              {t("form.cancel")}
            </Button>
          </div>
          <Fault of={revoke} />
        </div>
      )}
    </li>
  );
}
