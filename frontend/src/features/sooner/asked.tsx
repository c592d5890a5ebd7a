import { centerBoot } from "@/api/boot";
import { useLocale, useT } from "@/i18n";
import { formatAgo, formatWhen } from "@/lib/time";
import { Button, ButtonLink, Card, Fault, Notice } from "@/ui";
import { toast } from "@/ui/toaster";
import { useWithdrawSooner } from "./actions";
import type { SoonerView } from "./queries";

/** They were asked; nobody said yes yet, or none of them can. */
export function AskedNow({ asked, onTakenBack }: { asked: SoonerView; onTakenBack: () => void }) {
  const t = useT();
  const locale = useLocale();
  const withdraw = useWithdrawSooner();
  const { viewer } = centerBoot();
  const none = asked.waiting === 0;
  async function takeBack() {
    const outcome = await withdraw.run({ id: asked.id });
    if (!outcome.ok) return;
    toast(t(none ? "mySooner.closed" : "mySooner.withdrawn"));
    onTakenBack();
  }
  return (
    <Card labelledBy="asked-now">
      <div className="grid gap-3">
        <h2 id="asked-now" className="text-h2">
          {none ? t("mySooner.none") : t("mySooner.open", { count: asked.asked })}
        </h2>
        <p className="measure text-ink-2">
          {none
            ? t("mySooner.noneText")
            : t("mySooner.openText", {
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
          {t(none ? "mySooner.again" : "mySooner.withdraw")}
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
