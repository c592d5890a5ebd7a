import { useQuery } from "@tanstack/react-query";
import { unmask } from "@/gql";
import type { SessionPlace } from "@/gql/graphql";
import { useT } from "@/i18n";
import { useAttemptKey } from "@/lib/attempt";
import { Button, Card, ErrorNotice, Notice } from "@/ui";
import { toast } from "@/ui/toaster";
import { useJoinFor } from "./deeds";
import { WaitParts, waitsOf } from "./queries";
import { WaitRow } from "./row";

/** What a client waits for, and what is looked for now, which they can wait for too. */
export function ClientWaits(props: {
  clientId: string;
  counselorId?: string;
  typeId: string | null;
  minutes: number;
  place: SessionPlace;
}) {
  const t = useT();
  const { clientId, typeId, place } = props;
  const query = useQuery(waitsOf(clientId));
  const join = useJoinFor();
  const keyOf = useAttemptKey();
  const waits = query.data?.sessionWaits.map((one) => unmask(WaitParts, one)) ?? [];
  async function add() {
    const counselorId = props.counselorId ?? null;
    const wanted = { clientId, counselorId, typeId, minutes: typeId ? null : props.minutes, place, until: null };
    const outcome = await join.run({ input: { ...wanted, clientMutationId: keyOf([wanted, waits.length]) } });
    if (outcome.ok) toast(t("desk.waits.joined"));
  }
  return (
    <Card labelledBy="waits" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <div>
        <h2 id="waits" className="text-h2">
          {t("desk.waits.title")}
        </h2>
        <p className="text-small text-ink-2">{t("desk.waits.text")}</p>
      </div>
      {query.isError && <ErrorNotice error={query.error} onRetry={() => void query.refetch()} />}
      {join.error && <ErrorNotice error={join.error} title={t("form.notSaved")} />}
      {join.problems.map((problem) => (
        <Notice key={problem.code} tone="attention" live>
          {problem.message}
        </Notice>
      ))}
      {waits.length > 0 && (
        <ul aria-labelledby="waits" className="m-0 list-none divide-y divide-line p-0">
          {waits.map((wait) => (
            <WaitRow key={wait.id} wait={wait} />
          ))}
        </ul>
      )}
      <Button
        variant="secondary"
        className="justify-self-start"
        pending={join.pending && t("form.saving")}
        onPress={() => void add()}
      >
        {t("desk.waits.join")}
      </Button>
    </Card>
  );
}
