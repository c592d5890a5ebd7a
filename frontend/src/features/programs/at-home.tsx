import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { may } from "@/api/boot";
import { ReachWords } from "@/features/contact-rule/words";
import { useLocale, useT } from "@/i18n";
import { formatAgo } from "@/lib/time";
import { Badge, Button, ButtonLink, TextLink } from "@/ui";
import { type Deed, DeedDialogs } from "./dialogs";
import { waitingWithMe } from "./queries";
import { ProgramTexts } from "./texts";
import { LastContact } from "./words";

/** The people one keeps contact with until there is a place for them. Nothing when there are none. */
export default function WaitingAtHome() {
  return (
    <ProgramTexts>
      <Waiting />
    </ProgramTexts>
  );
}

function Waiting() {
  const t = useT();
  const locale = useLocale();
  const list = useSuspenseQuery(waitingWithMe).data.waitingWithMe;
  const [deed, setDeed] = useState<Deed>();
  if (list.length === 0) return null;
  return (
    <section aria-labelledby="waiting-with-me" className="grid gap-3">
      <h2 id="waiting-with-me" className="text-h2">
        {t("programs.withMe")}
      </h2>
      {may("MANAGE_OWN_HOURS") && (
        <p className="measure text-small text-ink-2">
          {t("programs.withMeHours")}{" "}
          <TextLink to="/availability" className="font-semibold">
            {t("staff.nav.hours")}
          </TextLink>
        </p>
      )}
      <ul className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0">
        {list.map((way) => {
          const [said] = way.checkIns;
          return (
            <li
              key={way.id}
              className="flex min-h-14 flex-wrap items-center justify-between gap-x-4 gap-y-2 px-4 py-2.5"
            >
              <span className="grid min-w-0 gap-0.5">
                <span className="flex flex-wrap items-baseline gap-x-2">
                  <span className="font-semibold break-words">{way.client.name}</span>
                  {way.client.pronouns && <span className="text-small text-ink-2">{way.client.pronouns}</span>}
                  {said && (
                    <Badge tone={said.word === "NEED_SOMEBODY" ? "attention" : "iris"}>
                      {t(`programs.word.${said.word}`)}
                    </Badge>
                  )}
                </span>
                <span className="text-small text-ink-2">
                  {[
                    way.program.name,
                    way.waitingSince && t("programs.waits", { ago: formatAgo(way.waitingSince, locale) }),
                  ]
                    .filter(Boolean)
                    .join(" · ")}
                </span>
                <span className="text-small">
                  {t("programs.lastContact")}: <LastContact on={way.lastContact} quiet={way.quiet} />
                </span>
                <ReachWords rule={way.contactRule} />
              </span>
              <span className="flex flex-wrap gap-2">
                {may("BOOK_FOR_CLIENTS") && (
                  <ButtonLink
                    size="small"
                    variant="secondary"
                    aria-label={`${t("programs.deed.book")}: ${way.client.name}`}
                    to="/book"
                    search={{ client: way.client.id }}
                  >
                    {t("programs.deed.book")}
                  </ButtonLink>
                )}
                <Button
                  size="small"
                  variant="secondary"
                  aria-label={`${t("programs.deed.contact")}: ${way.client.name}`}
                  onPress={() => setDeed({ kind: "contact", clientId: way.client.id, name: way.client.name })}
                >
                  {t("programs.deed.contact")}
                </Button>
              </span>
            </li>
          );
        })}
      </ul>
      <DeedDialogs deed={deed} onClose={() => setDeed(undefined)} />
    </section>
  );
}
