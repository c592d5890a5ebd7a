import { useQuery } from "@tanstack/react-query";
import { HandHeart } from "lucide-react";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import type { SlotView } from "@/features/booking/flow";
import { nextSlots } from "@/features/booking/queries";
import type { SoonerAskedQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatAgo, formatWhen } from "@/lib/time";
import { useFocus } from "@/lib/use-focus";
import { Badge, Button, ErrorNotice, Notice } from "@/ui";
import { Press } from "@/ui/press";
import { toast } from "@/ui/toaster";
import { useAcceptSooner, useDeclineSooner } from "./deeds";

type Asked = SoonerAskedQuery["soonerRequests"][number];

/** Somebody needs somebody sooner: whoever is first says when. */
export function SoonerRow({ asked }: { asked: Asked }) {
  const t = useT();
  const locale = useLocale();
  const accept = useAcceptSooner();
  const decline = useDeclineSooner();
  const [open, setOpen] = useState(false);
  const { name } = asked.client;
  const problems = [...accept.problems, ...decline.problems];
  const error = accept.error ?? decline.error;

  async function take(startsAt: string) {
    const outcome = await accept.run({ input: { soonerRequestId: asked.id, startsAt } });
    if (outcome.ok)
      toast(t("desk.sooner.accepted", { name, when: formatWhen(startsAt, centerBoot().viewer.zone, locale) }));
  }
  async function pass() {
    const outcome = await decline.run({ soonerRequestId: asked.id });
    if (outcome.ok) toast(t("desk.sooner.declined"));
  }
  return (
    <li className="grid gap-2.5 px-4 py-3">
      <div className="grid gap-0.5">
        <p className="flex flex-wrap items-center gap-2 font-semibold break-words">
          {name}
          <Badge tone="attention" icon={<HandHeart size={14} aria-hidden />}>
            {t("desk.sooner.badge")}
          </Badge>
        </p>
        <p className="text-small text-ink-2">
          {t("session.minutes", { minutes: asked.minutes })} ·{" "}
          {t(asked.place === "ONLINE" ? "session.online" : "session.inPerson")} ·{" "}
          {t("desk.requests.asked", { ago: formatAgo(asked.createdAt, locale) })}
        </p>
        {asked.words && <p className="mt-1 break-words border-line border-l-2 pl-3">{asked.words}</p>}
      </div>
      {error && <ErrorNotice error={error} title={t("form.notSaved")} />}
      {problems.map((problem) => (
        <Notice key={problem.code} tone="attention" live>
          {problem.message}
        </Notice>
      ))}
      {open && <Times asked={asked} onTake={(startsAt) => void take(startsAt)} />}
      <div className="flex flex-wrap gap-2">
        {!open && (
          <Button size="small" aria-label={t("desk.sooner.acceptOf", { name })} onPress={() => setOpen(true)}>
            {t("desk.sooner.accept")}
          </Button>
        )}
        <Button
          size="small"
          variant="secondary"
          aria-label={t("desk.sooner.declineOf", { name })}
          pending={decline.pending && t("form.saving")}
          onPress={() => void pass()}
        >
          {t("desk.sooner.decline")}
        </Button>
      </div>
    </li>
  );
}

function Times(props: { asked: Asked; onTake: (startsAt: string) => void }) {
  const t = useT();
  const { viewer, today } = centerBoot();
  // The button that was pressed is gone.
  const region = useFocus<HTMLDivElement>();
  const { minutes, place, client } = props.asked;
  const of = { counselorId: viewer.id, clientId: client.id, minutes };
  const { data, error, refetch } = useQuery(nextSlots({ ...of, place }, today));
  const none = data?.length === 0;
  // Times, but nowhere to meet: that is what is missing.
  const anywhere = useQuery({ ...nextSlots(of, today), enabled: none });
  const missing = !anywhere.data?.length ? "noTime" : place === "ONLINE" ? "noLink" : "noRoom";
  return (
    <div ref={region} tabIndex={-1} className="grid gap-1.5 outline-none">
      {error && <ErrorNotice error={error} onRetry={() => void refetch()} />}
      {none && !anywhere.isLoading && <Notice tone="attention">{t(`desk.sooner.${missing}`)}</Notice>}
      {data && data.length > 0 && <Slots slots={data} onTake={props.onTake} />}
    </div>
  );
}

function Slots(props: { slots: readonly SlotView[]; onTake: (startsAt: string) => void }) {
  const t = useT();
  const locale = useLocale();
  return (
    <>
      <p className="text-small text-ink-2">{t("desk.sooner.when")}</p>
      <ul aria-label={t("desk.sooner.when")} className="m-0 flex list-none flex-wrap gap-2 p-0">
        {props.slots.map((slot) => (
          <li key={slot.startsAt}>
            <Press
              className="tnum min-h-9 cursor-pointer rounded-full border-[1.5px] border-control bg-surface px-3 text-small font-semibold text-ink hover:border-accent"
              onPress={() => props.onTake(slot.startsAt)}
            >
              {formatWhen(slot.startsAt, centerBoot().viewer.zone, locale)}
            </Press>
          </li>
        ))}
      </ul>
    </>
  );
}
