import { centerBoot } from "@/api/boot";
import { Fault } from "@/features/waiting/fault";
import { useLocale, useT } from "@/i18n";
import { formatAgo, formatWhen } from "@/lib/time";
import { Button, ButtonLink, Card, Notice } from "@/ui";
import { toast } from "@/ui/toaster";
import { useWithdrawSooner } from "./actions";
import type { SoonerView } from "./queries";

/** They were asked; nobody said yes yet. */
export function AskedNow({ asked }: { asked: SoonerView }) {
  const t = useT();
  const locale = useLocale();
  const withdraw = useWithdrawSooner();
  const { viewer } = centerBoot();
  async function takeBack() {
    const outcome = await withdraw.run({ id: asked.id });
    if (outcome.ok) toast(t("mySooner.withdrawn"));
  }
  return (
    <Card labelledBy="asked-now">
      <div className="grid gap-3">
        <h2 id="asked-now" tabIndex={-1} className="text-h2">
          {t("mySooner.open", { count: asked.asked })}
        </h2>
        <p className="measure text-ink-2">
          {t("mySooner.openText", {
            ago: formatAgo(asked.createdAt, locale),
            when: formatWhen(asked.expiresAt, viewer.zone, locale),
          })}
        </p>
        {asked.words && <p className="measure text-small whitespace-pre-wrap break-words">{asked.words}</p>}
        <Fault of={withdraw} />
        <Button
          variant="secondary"
          className="sm:justify-self-start"
          pending={withdraw.pending && t("form.saving")}
          onPress={() => void takeBack()}
        >
          {t("mySooner.withdraw")}
        </Button>
      </div>
    </Card>
  );
}

/** Somebody said yes, or a day went by. */
export function AskedBefore({ asked }: { asked: SoonerView }) {
  const t = useT();
  if (asked.state === "ACCEPTED" && asked.sessionId) {
    return (
      <Notice
        tone="good"
        title={t("mySooner.accepted", { name: asked.acceptedBy?.name ?? "" })}
        actions={
          <ButtonLink to="/schedule/$id" params={{ id: asked.sessionId }} variant="secondary" size="small">
            {t("mySooner.see")}
          </ButtonLink>
        }
      />
    );
  }
  return asked.state === "EXPIRED" ? <Notice title={t("mySooner.expired")}>{t("mySooner.expiredText")}</Notice> : null;
}
