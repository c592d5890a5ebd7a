import { Link } from "@tanstack/react-router";
import { ChevronRight, Phone } from "lucide-react";
import { centerBoot } from "@/api/boot";
import type { PeopleQuery } from "@/gql/graphql";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { looking } from "@/portal/looking";
import { roleWords } from "@/portal/role-words";
import { Avatar, Badge, ButtonAnchor, ButtonLink, Card, TextLink } from "@/ui";

/** Those one meets by appointment. */
export function Counselors({ counselors }: { counselors: PeopleQuery["viewer"]["counselors"] }) {
  const t = useT();
  return (
    <ul className="m-0 grid list-none gap-3 p-0 md:grid-cols-2">
      {counselors.map(({ id, name, pronouns, roles }) => (
        <li key={id} className="grid content-between gap-4 rounded-card border border-line bg-surface p-5">
          <span className="flex items-center gap-4">
            <Avatar name={name} size="large" />
            <span className="grid min-w-0">
              <span className="text-h3 break-words">{name}</span>
              <span className="text-small text-ink-2">
                {t(roleWords(roles))}
                {pronouns && ` · ${pronouns}`}
              </span>
            </span>
          </span>
          <ButtonLink to="/book" search={{ with: id }} variant="soft" block>
            {t("today.book", { name: firstName(name) })}
          </ButtonLink>
        </li>
      ))}
    </ul>
  );
}

/** Somebody who has been there and walks along, or the way to one. */
export function MyMentor(props: { pairs: PeopleQuery["myMentorships"]; open: boolean }) {
  const t = useT();
  return (
    <section aria-labelledby="my-mentor" className="grid gap-3">
      <h2 id="my-mentor" className="text-h2">
        {t("people.mentor")}
      </h2>
      {props.pairs.map(({ id, mentor }) => (
        <Link
          key={id}
          to="/mentor/$id"
          params={{ id }}
          className="flex items-center gap-4 rounded-card border border-line bg-surface p-5 text-ink no-underline hover:bg-sunken"
        >
          <Avatar name={mentor.name} size="large" />
          <span className="grid min-w-0 flex-1">
            <span className="text-h3 break-words">{mentor.name}</span>
            <span className="text-small text-ink-2">
              {[mentor.pronouns, t("people.mentorText")].filter(Boolean).join(" · ")}
            </span>
          </span>
          <ChevronRight size={20} aria-hidden className="flex-none text-ink-3" />
        </Link>
      ))}
      {props.pairs.length === 0 && (
        <>
          <p className="measure text-ink-2">{t(props.open ? "people.mentorAsked" : "people.mentorNone")}</p>
          <div className="flex flex-wrap gap-3">
            {props.open && (
              <ButtonLink to="/mentor" variant="soft">
                {t("people.mentorLook")}
              </ButtonLink>
            )}
            <ButtonLink to="/mentor/find" state={looking} variant={props.open ? "secondary" : "soft"}>
              {t("people.findMentor")}
            </ButtonLink>
          </div>
        </>
      )}
      {props.pairs.length === 0 && !props.open && (
        <TextLink to="/mentor" className="inline-flex min-h-11 items-center justify-self-start font-semibold">
          {t("people.mentorMore")}
        </TextLink>
      )}
    </section>
  );
}

/** The groups one has a place in, or waits for one. */
export function MyGroups(props: { places: PeopleQuery["myMemberships"] }) {
  const t = useT();
  return (
    <section aria-labelledby="my-groups" className="grid gap-3">
      <div className="flex flex-wrap items-center justify-between gap-3">
        <h2 id="my-groups" className="text-h2">
          {t("people.groups")}
        </h2>
        <ButtonLink to="/groups" variant="soft">
          {t("people.browse")}
        </ButtonLink>
      </div>
      {props.places.length === 0 ? (
        <p className="measure text-ink-2">{t("people.groupsNone")}</p>
      ) : (
        <ul
          aria-labelledby="my-groups"
          className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
        >
          {props.places.map(({ id, state, unread, group }) => (
            <li key={id}>
              <Link
                to="/groups/$id"
                params={{ id: group.id }}
                className="flex min-h-16 items-center gap-3 px-5 py-3 text-ink no-underline hover:bg-sunken"
              >
                <span className="flex min-w-0 flex-1 flex-wrap items-center gap-x-2 gap-y-1">
                  <span className="min-w-0 break-words font-semibold">{group.name}</span>
                  {state !== "ACTIVE" && <Badge>{t(`group.membership.${state}`)}</Badge>}
                  {unread > 0 && (
                    <Badge tone="iris">
                      {unread >= 100 ? t("people.unreadMany") : t("people.unread", { count: unread })}
                    </Badge>
                  )}
                </span>
                <ChevronRight size={20} aria-hidden className="flex-none text-ink-3" />
              </Link>
            </li>
          ))}
        </ul>
      )}
    </section>
  );
}

/** The house itself: whom to call for everything else. */
export function MyCenter() {
  const t = useT();
  const { base, center } = centerBoot();
  return (
    <Card labelledBy="your-center">
      <h2 id="your-center" className="text-h2">
        {center.name}
      </h2>
      <p className="mt-1 mb-4 measure text-ink-2">{t(center.phone ? "people.center" : "people.centerNoPhone")}</p>
      <div className="grid gap-3 sm:flex">
        {center.phone && (
          <ButtonAnchor
            href={`tel:${center.phone.replace(/[^+\d]/g, "")}`}
            variant="secondary"
            icon={<Phone size={20} strokeWidth={1.75} aria-hidden />}
          >
            {t("people.call", { phone: center.phone })}
          </ButtonAnchor>
        )}
        <ButtonAnchor href={`${base}/help`} variant="secondary">
          {t("help.now")}
        </ButtonAnchor>
      </div>
    </Card>
  );
}
