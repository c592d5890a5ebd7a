import { Link } from "@tanstack/react-router";
import { ChevronRight } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { GroupTexts } from "@/features/groups/texts";
import type { TodayQuery } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatWhen } from "@/lib/time";
import { Section } from "@/ui";

type Place = TodayQuery["myMemberships"][number];

/** What waits for the viewer's word, or is news of a place: one that is kept or rests, an invitation, an answer, an agreement. */
export default function ToDo(props: { places: readonly Place[] }) {
  return (
    <Section loading={null}>
      <GroupTexts>
        <Rows {...props} />
      </GroupTexts>
    </Section>
  );
}

function Rows({ places }: { places: readonly Place[] }) {
  const t = useT();
  const locale = useLocale();
  const { zone } = centerBoot().viewer;
  const words = ({ state, alias, offeredUntil, pausedUntil, leftBecause, group }: Place) => {
    if (leftBecause) return { title: t(`todo.left.${leftBecause}`, { group: group.name }), text: t("todo.leftText") };
    if (state === "PAUSED") {
      return {
        title: t("todo.paused", { group: group.name }),
        text: pausedUntil
          ? t("todo.pausedUntil", { day: formatWhen(pausedUntil, zone, locale) })
          : t("todo.pausedText"),
      };
    }
    if (offeredUntil) {
      return {
        title: t("todo.offer", { group: group.name }),
        text: t("todo.offerUntil", { when: formatWhen(offeredUntil, zone, locale) }),
      };
    }
    // Who asked has a name already: it is taken, so they come in under another.
    if (state === "INVITED" && alias)
      return { title: t("todo.letIn", { group: group.name }), text: t("todo.letInText") };
    if (state === "INVITED") return { title: t("todo.invited", { group: group.name }), text: t("todo.invitedText") };
    return { title: t("todo.agreement", { group: group.name }), text: t("todo.agreementText") };
  };
  return (
    <section aria-labelledby="to-do" className="grid gap-3">
      <h2 id="to-do" className="text-h2">
        {t("todo.title")}
      </h2>
      <ul
        aria-labelledby="to-do"
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {places.map((place) => {
          const { title, text } = words(place);
          return (
            <li key={place.id}>
              <Link
                to="/groups/$id"
                params={{ id: place.group.id }}
                hash={place.mustReadAgreement ? "agreement" : undefined}
                className="flex min-h-18 items-center gap-3.5 px-4 py-3 text-ink no-underline hover:bg-sunken"
              >
                <span className="grid min-w-0 flex-1">
                  <span className="font-semibold break-words">{title}</span>
                  <span className="text-small text-ink-2">{text}</span>
                </span>
                <ChevronRight size={20} aria-hidden className="flex-none text-ink-3" />
              </Link>
            </li>
          );
        })}
      </ul>
    </section>
  );
}
