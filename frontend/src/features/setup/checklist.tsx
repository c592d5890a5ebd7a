import { useSuspenseQuery } from "@tanstack/react-query";
import { ChevronRight, Circle, CircleCheck, ShieldAlert } from "lucide-react";
import { useState } from "react";
import { useAction } from "@/api/action";
import { centerBoot } from "@/api/boot";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";
import type { SetupQuery, SetupStep } from "@/gql/graphql";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { Badge, Button, ButtonAnchor, ButtonLink, Card, ErrorNotice, Notice, ProgressBar } from "@/ui";
import { Dialog } from "@/ui/overlay";
import { toast } from "@/ui/toaster";
import { setup } from "./queries";

const SkipSetupStep = graphql(`
  mutation SkipSetupStep($step: SetupStep!) {
    skipSetupStep(step: $step) {
      setup {
        canGoLive
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const GoLive = graphql(`
  mutation GoLive {
    goLive {
      center {
        id
        state
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

const places: Record<SetupStep, string> = {
  CENTER_DETAILS: "/admin/center",
  HELP_NUMBERS: "/admin/center",
  FIRST_PROGRAM: "/admin/programs",
  WEEKLY_HOURS: "/availability",
  INVITE_COLLEAGUE: "/members/invite",
};

type SetupItem = SetupQuery["setup"]["items"][number];

/** What a new center does before clients come in, one thing after the other. Progress is the server's: leaving loses nothing. */
export function Checklist() {
  const t = useT();
  const data = useSuspenseQuery(setup).data;
  const skip = useAction(SkipSetupStep, (answer) => answer.skipSetupStep, { invalidates: [keys.setup] });
  const [asking, setAsking] = useState(false);
  const { items, canGoLive } = data.setup;
  const done = items.filter((item) => item.done).length;
  const problem = skip.problems[0];
  const draft = data.viewer.center.state === "DRAFT";
  return (
    <Card labelledBy="checklist" className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <h2 id="checklist" className="text-h2">
        {t(draft ? "staff.setup.title" : "staff.setup.liveTitle")}
      </h2>
      <ProgressBar
        value={items.length ? done / items.length : 0}
        label={t("staff.setup.progress", { done, all: items.length })}
      />
      {skip.error && <ErrorNotice error={skip.error} />}
      {problem && <Notice tone="attention">{problem.message}</Notice>}
      <ol className="m-0 list-none divide-y divide-line p-0">
        {items.map((item) => (
          <Step key={item.step} item={item} skipping={skip.pending} onSkip={() => void skip.run({ step: item.step })} />
        ))}
      </ol>
      {draft && (
        <div className="flex flex-wrap items-center gap-3">
          <Button isDisabled={!canGoLive} onPress={() => setAsking(true)}>
            {t("staff.setup.goLive")}
          </Button>
          <ButtonAnchor variant="quiet" href={centerBoot().base} target="_blank" rel="noopener">
            {t("staff.setup.seeIt")}
          </ButtonAnchor>
          {!canGoLive && <p className="text-small text-ink-2">{t("staff.setup.notYet")}</p>}
        </div>
      )}
      {asking && <GoLiveDialog onClose={() => setAsking(false)} />}
    </Card>
  );
}

function Step(props: { item: SetupItem; skipping: boolean; onSkip: () => void }) {
  const t = useT();
  const { step, done, optional } = props.item;
  const go = t(done ? "staff.setup.look" : "staff.setup.go");
  return (
    <li className="flex flex-wrap items-center gap-3 py-3">
      {done ? (
        <CircleCheck size={20} aria-label={t("staff.setup.done")} className="flex-none text-accent" />
      ) : (
        <Circle size={20} aria-label={t("staff.setup.open")} className="flex-none text-ink-3" />
      )}
      <span className={cx("grid min-w-0 flex-1", done ? "basis-40" : "basis-56")}>
        <span className="flex flex-wrap items-center gap-2 font-semibold">
          {t(`staff.step.${step}`)}
          {optional && !done && <Badge>{t("form.optional")}</Badge>}
        </span>
        <span className="text-small text-ink-2">{t(`staff.stepText.${step}`)}</span>
      </span>
      {optional && !done && (
        <Button size="small" variant="quiet" pending={props.skipping && t("form.saving")} onPress={props.onSkip}>
          {t("staff.setup.skip")}
        </Button>
      )}
      <ButtonLink
        size="small"
        className={done ? "max-sm:px-2" : "max-sm:ml-8"}
        variant={done ? "quiet" : "secondary"}
        to={places[step]}
        aria-label={`${go}: ${t(`staff.step.${step}`)}`}
      >
        <span className={done ? "max-sm:sr-only" : undefined}>{go}</span>
        <ChevronRight size={16} aria-hidden />
      </ButtonLink>
    </li>
  );
}

function GoLiveDialog(props: { onClose: () => void }) {
  const t = useT();
  const { base } = centerBoot();
  const live = useAction(GoLive, (data) => data.goLive, { invalidates: [keys.setup, keys.viewer] });
  const problem = live.problems[0];
  async function run() {
    const outcome = await live.run();
    if (!outcome.ok) return;
    toast(t("staff.setup.isLive"));
    props.onClose();
  }
  return (
    <Dialog isOpen title={t("staff.setup.goLiveTitle")} onOpenChange={(open) => !open && props.onClose()}>
      <ul className="m-0 grid gap-2 pl-5 text-ink-2">
        <li>{t("staff.setup.goLiveSign", { address: `${location.host}${base}` })}</li>
        <li>{t("staff.setup.goLiveBook")}</li>
        <li>{t("staff.setup.goLiveMail")}</li>
      </ul>
      {live.error && <ErrorNotice error={live.error} />}
      {problem && (
        <Notice tone="attention" live>
          {problem.message}
        </Notice>
      )}
      <div className="flex flex-wrap gap-2">
        <Button pending={live.pending && t("staff.setup.going")} onPress={() => void run()}>
          {t("staff.setup.goLive")}
        </Button>
        <Button variant="secondary" onPress={props.onClose}>
          {t("staff.setup.later")}
        </Button>
      </div>
    </Dialog>
  );
}

/** Said plainly while no scanner looks at uploads. */
export function ScannerNotice() {
  const t = useT();
  const { malwareScanner } = useSuspenseQuery(setup).data.setup;
  if (malwareScanner) return null;
  return (
    <div className="flex gap-3 rounded-card border border-line px-5 py-4">
      <ShieldAlert size={20} strokeWidth={1.75} aria-hidden className="mt-0.5 flex-none text-honey" />
      <div className="grid gap-1">
        <p className="font-semibold">{t("staff.scanner.title")}</p>
        <p className="measure text-small text-ink-2">{t("staff.scanner.text")}</p>
      </div>
    </div>
  );
}
