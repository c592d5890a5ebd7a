import { useSuspenseQuery } from "@tanstack/react-query";
import { Copy } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import { useLocale, useT } from "@/i18n";
import { formatAgo, formatDay } from "@/lib/time";
import { Button, ErrorNotice, Facts, Notice } from "@/ui";
import { DeedDialog } from "@/ui/deed";
import { TextField } from "@/ui/text-field";
import { toast } from "@/ui/toaster";
import { calendarFeed } from "./queries";
import { FeedLinkTexts } from "./texts";

const RenewCalendarFeed = graphql(`
  mutation RenewCalendarFeed($title: String!) {
    renewCalendarFeed(title: $title) {
      calendarFeed {
        title
        createdAt
        readAt
      }
      path
      problems {
        ...ProblemParts
      }
    }
  }
`);
const RevokeCalendarFeed = graphql(`
  mutation RevokeCalendarFeed {
    revokeCalendarFeed {
      revoked
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** One's own sessions in a calendar program: a private link, without names. The address is shown once. */
export function CalendarFeedPanel() {
  return (
    <FeedLinkTexts>
      <Panel />
    </FeedLinkTexts>
  );
}

function useFeed() {
  const invalidates = [keys.calendarFeed];
  const renew = useAction(RenewCalendarFeed, (data) => data.renewCalendarFeed, { invalidates });
  const revoke = useAction(RevokeCalendarFeed, (data) => data.revokeCalendarFeed, { invalidates });
  const [address, setAddress] = useState<string>();
  async function make(title: string) {
    const outcome = await renew.run({ title });
    if (outcome.ok && outcome.payload.path) setAddress(new URL(outcome.payload.path, location.origin).href);
    return outcome;
  }
  async function end() {
    const outcome = await revoke.run();
    if (outcome.ok) setAddress(undefined);
    return outcome;
  }
  return { renew, make, end, address };
}

function Panel() {
  const t = useT();
  const feed = useSuspenseQuery(calendarFeed).data.calendarFeed;
  const { renew, make, end, address } = useFeed();
  const [title, setTitle] = useState("");
  const [asking, setAsking] = useState<"renew" | "revoke">();
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <p className="measure text-ink-2">{t("calfeed.lead")}</p>
      {address && <Address address={address} />}
      {feed ? (
        <>
          <Standing feed={feed} />
          <div className="flex flex-wrap gap-2">
            <Button variant="secondary" onPress={() => setAsking("renew")}>
              {t("calfeed.renew")}
            </Button>
            <Button variant="quiet" onPress={() => setAsking("revoke")}>
              {t("calfeed.off")}
            </Button>
          </div>
        </>
      ) : (
        <form
          noValidate
          className="grid gap-4"
          onSubmit={(event) => {
            event.preventDefault();
            if (!renew.pending) void make(title);
          }}
        >
          {renew.error && <ErrorNotice error={renew.error} title={t("form.notSaved")} />}
          <TitleField value={title} onChange={setTitle} error={renew.problems[0]?.message} />
          <Button type="submit" className="justify-self-start" pending={renew.pending && t("form.saving")}>
            {t("calfeed.make")}
          </Button>
        </form>
      )}
      {asking === "renew" && <Renew before={feed?.title ?? ""} make={make} onClose={() => setAsking(undefined)} />}
      {asking === "revoke" && (
        <DeedDialog
          title={t("calfeed.offTitle")}
          text={t("calfeed.offText")}
          confirm={t("calfeed.off")}
          done={t("calfeed.isOff")}
          run={end}
          onClose={() => setAsking(undefined)}
        />
      )}
    </div>
  );
}

function TitleField(props: { value: string; onChange: (value: string) => void; error?: string }) {
  const t = useT();
  return (
    <TextField
      label={`${t("calfeed.title")} (${t("form.optional")})`}
      hint={t("calfeed.titleHint")}
      maxLength={40}
      autoComplete="off"
      {...props}
    />
  );
}

function Renew(props: {
  before: string;
  make: (title: string) => ReturnType<ReturnType<typeof useFeed>["make"]>;
  onClose: () => void;
}) {
  const t = useT();
  const [title, setTitle] = useState(props.before);
  return (
    <DeedDialog
      title={t("calfeed.renewTitle")}
      text={t("calfeed.renewText")}
      confirm={t("calfeed.renew")}
      run={() => props.make(title)}
      onClose={props.onClose}
    >
      <TitleField value={title} onChange={setTitle} />
    </DeedDialog>
  );
}

function Standing({ feed }: { feed: { title?: string | null; createdAt: string; readAt?: string | null } }) {
  const t = useT();
  const locale = useLocale();
  return (
    <Facts
      items={[
        { term: t("calfeed.entries"), value: feed.title ?? t("calfeed.busy") },
        { term: t("calfeed.since"), value: formatDay(feed.createdAt, centerBoot().viewer.zone, locale, "full") },
        {
          term: t("calfeed.lastRead"),
          value: (
            <span className="inline-block first-letter:uppercase">
              {feed.readAt ? formatAgo(feed.readAt, locale) : t("calfeed.notRead")}
            </span>
          ),
        },
      ]}
    />
  );
}

/** The address with its secret: this once. */
function Address({ address }: { address: string }) {
  const t = useT();
  const copy = async () => {
    try {
      await navigator.clipboard.writeText(address);
      toast(t("calfeed.copied"));
    } catch {
      toast(t("calfeed.copyFailed"));
    }
  };
  return (
    <div className="grid grid-cols-[minmax(0,1fr)] gap-4 rounded-card border border-accent p-4">
      <Notice live title={t("calfeed.once")}>
        {t("calfeed.onceText")}
      </Notice>
      <TextField label={t("calfeed.address")} isReadOnly autoFocus value={address} onChange={() => undefined} />
      <Button className="justify-self-start" icon={<Copy size={18} aria-hidden />} onPress={() => void copy()}>
        {t("calfeed.copy")}
      </Button>
      <div className="grid gap-1">
        <h3 className="text-h3">{t("calfeed.how")}</h3>
        <ul className="m-0 grid gap-1 pl-5 text-small">
          <li>{t("calfeed.howGoogle")}</li>
          <li>{t("calfeed.howApple")}</li>
          <li>{t("calfeed.howOutlook")}</li>
        </ul>
      </div>
    </div>
  );
}
