import { Reasons } from "@/features/mentoring/reasons";
import type { MentorPairLineFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatAgo } from "@/lib/time";
import { Button, Card } from "@/ui";
import { useSay } from "@/ui/deed";
import { toast } from "@/ui/toaster";
import { useAccept, useDecline } from "./deeds";

/** Questions that wait for the mentor's answer. A no needs no words, and the other side hears nothing of it. */
export function Offers({ pairs }: { pairs: readonly MentorPairLineFragment[] }) {
  const t = useT();
  const asked = pairs.filter((pair) => pair.state === "OFFERED");
  if (asked.length === 0) return null;
  return (
    <section aria-labelledby="offers" className="grid grid-cols-[minmax(0,1fr)] gap-3">
      <h2 id="offers" className="text-h2">
        {t("mentoring.mine.offers")}
      </h2>
      <ul aria-label={t("mentoring.mine.offers")} className="m-0 grid list-none gap-3 p-0">
        {asked.map((pair) => (
          <li key={pair.id}>
            <Offer pair={pair} />
          </li>
        ))}
      </ul>
    </section>
  );
}

function Offer({ pair }: { pair: MentorPairLineFragment }) {
  const t = useT();
  const locale = useLocale();
  const { name } = pair.client;
  return (
    <Card item className="grid grid-cols-[minmax(0,1fr)] gap-3" labelledBy={`offer-${pair.id}`}>
      <h3 id={`offer-${pair.id}`} className="text-h3 break-words">
        {t(pair.words ? "mentoring.mine.asks" : "mentoring.mine.couldWalk", { name })}
      </h3>
      {pair.words && <q className="measure break-words">{pair.words}</q>}
      <Reasons reasons={pair.reasons} label={t("mentoring.why")} />
      {pair.answeredByMe ? (
        <p className="text-small text-ink-2">{t("mentoring.mine.saidYes", { name })}</p>
      ) : (
        <>
          {pair.offerExpiresAt && (
            <p className="text-small text-ink-2">
              {t("mentoring.mine.answerBy", { when: formatAgo(pair.offerExpiresAt, locale) })}
            </p>
          )}
          <Answer pair={pair} />
        </>
      )}
    </Card>
  );
}

function Answer({ pair }: { pair: MentorPairLineFragment }) {
  const t = useT();
  const say = useSay();
  const accept = useAccept();
  const decline = useDecline();
  const busy = accept.pending || decline.pending;
  const { name } = pair.client;
  async function yes() {
    const outcome = await accept.run({ mentorshipId: pair.id });
    if (!say(outcome) || !outcome.ok) return;
    const state = outcome.payload.mentorship?.state;
    if (state === "ACTIVE") toast(t("mentoring.mine.walkNow", { name }));
    else toast(t(state === "OFFERED" ? "mentoring.mine.saidYesNow" : "mentoring.mine.movedOn"));
  }
  return (
    <div className="flex flex-wrap gap-2">
      <Button
        pending={accept.pending && t("form.saving")}
        isDisabled={busy && !accept.pending}
        aria-label={t("mentoring.mine.yesNamed", { name })}
        onPress={() => void yes()}
      >
        {t("mentoring.mine.yes")}
      </Button>
      <Button
        variant="secondary"
        pending={decline.pending && t("form.saving")}
        isDisabled={busy && !decline.pending}
        aria-label={t("mentoring.mine.noNamed", { name })}
        onPress={() =>
          void decline.run({ mentorshipId: pair.id }).then((outcome) => say(outcome, t("mentoring.mine.declined")))
        }
      >
        {t("mentoring.mine.no")}
      </Button>
    </div>
  );
}
