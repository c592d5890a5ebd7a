import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { formatDay, formatWhen } from "@/lib/time";
import { Avatar, Button, Fault } from "@/ui";
import { toast } from "@/ui/toaster";
import { useTakeBack } from "./actions";
import type { PairCard } from "./queries";

/** Whom one asked, in order: who is being asked now, who would be next. */
export function AskedList(props: { pairs: readonly PairCard[] }) {
  const t = useT();
  const pairs = [...props.pairs].sort((one, other) => one.rank - other.rank);
  return (
    <section aria-labelledby="asked" className="grid gap-3">
      <h2 id="asked" className="text-h2">
        {t("walk.asked")}
      </h2>
      <ol
        aria-labelledby="asked"
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {pairs.map((pair) => (
          <Asked key={pair.id} pair={pair} />
        ))}
      </ol>
      <p className="measure text-small text-ink-2">{t("walk.askedText")}</p>
    </section>
  );
}

function Asked({ pair }: { pair: PairCard }) {
  const t = useT();
  const locale = useLocale();
  const back = useTakeBack();
  const { mentor, state, offerExpiresAt, words } = pair;
  const until = offerExpiresAt && formatWhen(offerExpiresAt, centerBoot().viewer.zone, locale);
  async function run() {
    if ((await back.run({ mentorshipId: pair.id })).ok) toast(t("walk.takenBack"));
  }
  return (
    <li className="grid gap-3 px-5 py-4">
      <div className="flex items-center gap-3.5">
        <Avatar name={mentor.name} size="medium" />
        <div className="grid min-w-0 flex-1">
          <span className="font-semibold break-words">{mentor.name}</span>
          <span className="text-small text-ink-2">
            {state === "OFFERED"
              ? until
                ? t("walk.askedNow", { when: until })
                : t("walk.askedNowPlain")
              : t("walk.askedNext")}
          </span>
        </div>
      </div>
      {words && (
        <p className="measure border-line border-l-2 pl-3 text-small whitespace-pre-line break-words">{words}</p>
      )}
      <Button
        size="small"
        variant="secondary"
        className="justify-self-start"
        pending={back.pending && t("form.saving")}
        onPress={() => void run()}
      >
        {t("walk.takeBack")}
      </Button>
      <Fault of={back} />
    </li>
  );
}

/** Questions that led to nothing: the same words whatever the reason was, also when it was one's own. */
export function MovedOnList(props: { pairs: readonly PairCard[] }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  if (!props.pairs.length) return null;
  return (
    <details className="group rounded-card border border-line bg-surface">
      <summary className="flex min-h-12 cursor-pointer items-center px-5 font-semibold">{t("walk.movedOn")}</summary>
      <div className="grid gap-3 px-5 pb-5">
        <p className="measure text-small text-ink-2">{t("walk.movedOnText")}</p>
        <ul className="m-0 grid list-none gap-2 p-0">
          {props.pairs.map((pair) => (
            <li key={pair.id} className="flex flex-wrap justify-between gap-x-4 text-small">
              <span className="font-semibold break-words">{pair.mentor.name}</span>
              <span className="text-ink-2">{formatDay(pair.updatedAt, zone, locale)}</span>
            </li>
          ))}
        </ul>
      </div>
    </details>
  );
}
