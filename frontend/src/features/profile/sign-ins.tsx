import { useSuspenseQuery } from "@tanstack/react-query";
import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { SignInMethod } from "@/gql/graphql";
import { type MessageId, useLocale, useT } from "@/i18n";
import { formatAgo, formatDay } from "@/lib/time";
import { Badge, Button, ErrorNotice, Notice } from "@/ui";
import { signIns } from "./queries";

const EndSignIn = graphql(`
  mutation EndSignIn($signInId: ID!) {
    endSignIn(signInId: $signInId) {
      endedSignInIds
      problems {
        ...ProblemParts
      }
    }
  }
`);
const SignOutEverywhere = graphql(`
  mutation SignOutEverywhere {
    signOutEverywhere {
      endedSignInIds
      problems {
        ...ProblemParts
      }
    }
  }
`);

const methods: Record<SignInMethod, MessageId> = {
  EMAIL_CODE: "devices.EMAIL_CODE",
  PASSWORD: "devices.PASSWORD",
  INVITATION: "devices.INVITATION",
};

/** Where one is signed in, with a way to end each and all. */
export function SignInList() {
  const t = useT();
  const locale = useLocale();
  const list = useSuspenseQuery(signIns).data.signIns;
  const end = useAction(EndSignIn, (data) => data.endSignIn, { invalidates: [keys.signIns] });
  const [ending, setEnding] = useState<string>();
  const { zone } = centerBoot().viewer;
  const problem = end.problems[0];
  return (
    <div className="grid gap-4">
      {end.error && <ErrorNotice error={end.error} />}
      {problem && <Notice tone="attention">{problem.message}</Notice>}
      <ul
        aria-label={t("devices.title")}
        className="m-0 list-none divide-y divide-line overflow-hidden rounded-card border border-line bg-surface p-0"
      >
        {list.map((one) => (
          <li key={one.id} className="flex min-h-18 flex-wrap items-center gap-3 px-5 py-3">
            <span className="grid min-w-0 flex-1 basis-48">
              <span className="font-semibold break-words">{one.device}</span>
              <span className="text-small text-ink-2">
                {t(methods[one.method], { day: formatDay(one.createdAt, zone, locale) })}
                {!one.current && ` · ${t("devices.seen", { ago: formatAgo(one.lastSeenAt, locale) })}`}
              </span>
            </span>
            {one.current ? (
              <Badge tone="good">{t("devices.this")}</Badge>
            ) : (
              <Button
                size="small"
                variant="secondary"
                pending={end.pending && ending === one.id && t("devices.ending")}
                onPress={() => {
                  setEnding(one.id);
                  void end.run({ signInId: one.id });
                }}
              >
                {t("account.signOut")}
              </Button>
            )}
          </li>
        ))}
      </ul>
      <Everywhere />
    </div>
  );
}

function Everywhere() {
  const t = useT();
  const all = useAction(SignOutEverywhere, (data) => data.signOutEverywhere);
  const problem = all.problems[0];
  return (
    <div className="grid justify-items-start gap-2">
      {all.error && <ErrorNotice error={all.error} />}
      {problem && <Notice tone="attention">{problem.message}</Notice>}
      <Button
        variant="secondary"
        pending={all.pending && t("devices.ending")}
        onPress={() => void all.run().then((outcome) => outcome.ok && location.assign(`${centerBoot().base}/sign-in`))}
      >
        {t("devices.everywhere")}
      </Button>
      <p className="text-small text-ink-2">{t("devices.everywhereText")}</p>
    </div>
  );
}
