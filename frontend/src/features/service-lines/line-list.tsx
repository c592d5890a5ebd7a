import { type ReactNode, useRef } from "react";
import { centerBoot } from "@/api/boot";
import type { LineMissing, LinePartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDate, formatDay } from "@/lib/time";
import { Badge, Button, type Column, Table, TextLink } from "@/ui";
import { useSay } from "@/ui/deed";
import { useAnswerLine } from "./deeds";

const tones = { OPEN: "neutral", EXPORTED: "info", ACCEPTED: "good", DENIED: "attention" } as const;

/** One row for each session and for each part in a group meeting: who, how long, what it counts for, and where it stands. */
export function LineList({ lines }: { lines: readonly LinePartsFragment[] }) {
  const t = useT();
  const locale = useLocale();
  const columns: ReadonlyArray<Column<LinePartsFragment>> = [
    {
      id: "day",
      header: t("lines.col.day"),
      cell: (line) => <Source line={line}>{formatDate(line.servedOn, locale)}</Source>,
    },
    {
      id: "who",
      header: t("lines.col.who"),
      isRowHeader: true,
      cell: (line) => (
        <span className="grid">
          <TextLink className="font-semibold break-words" to="/clients/$id" params={{ id: line.client.id }}>
            {line.client.name}
          </TextLink>
          <With line={line} />
        </span>
      ),
    },
    {
      id: "counts",
      header: t("lines.col.counts"),
      cell: (line) => (
        <span className="tnum text-small">
          {[
            t("session.minutes", { minutes: line.minutes }),
            line.code && [line.code, ...line.modifiers].join(" "),
            line.units != null && t("lines.units", { count: line.units }),
          ]
            .filter(Boolean)
            .join(" · ")}
        </span>
      ),
    },
    { id: "state", header: t("lines.col.state"), cell: (line) => <Standing line={line} /> },
    { id: "deeds", header: t("lines.col.deeds"), hideHeader: true, cell: (line) => <Answers line={line} /> },
  ];
  return <Table label={t("lines.tab.lines")} columns={columns} rows={lines} rowKey={(line) => line.id} />;
}

/** With whom, and whether in a group. */
function With({ line }: { line: LinePartsFragment }) {
  const t = useT();
  const { name } = line.provider;
  const group = line.meeting?.group.name;
  const inGroup = group ? t("lines.inGroupNamed", { group, name }) : t("lines.inGroup", { name });
  return (
    <span className="text-small break-words text-ink-2">
      {line.kind === "MEETING" ? inGroup : t("lines.with", { name })}
    </span>
  );
}

function Standing({ line }: { line: LinePartsFragment }) {
  const t = useT();
  const locale = useLocale();
  if (line.state !== "OPEN") {
    const { zone } = centerBoot().viewer;
    return (
      <span className="grid justify-items-start gap-0.5 text-small">
        <Badge tone={tones[line.state]}>{t(`lines.state.${line.state}`)}</Badge>
        {line.noteVoidedAt && (
          <>
            <span className="text-honey">{t("lines.voided", { day: formatDay(line.noteVoidedAt, zone, locale) })}</span>
            <Source line={line}>{t("lines.mend.session")}</Source>
          </>
        )}
      </span>
    );
  }
  if (line.ready || !line.missing) return <Badge tone="good">{t("lines.show.ready")}</Badge>;
  return (
    <span className="grid justify-items-start gap-0.5 text-small">
      <span>{t(`lines.missing.${line.missing}`)}</span>
      <Mend line={line} missing={line.missing} />
    </span>
  );
}

const onFile: readonly LineMissing[] = ["COVERAGE", "AGE", "DIAGNOSIS", "ORDER", "PLAN"];
const byRules: readonly LineMissing[] = ["RULES", "DISTANCE", "GROUP_SIZE", "DAY_FULL", "PERIOD_FULL"];

/** Where the one missing thing is put right. */
function Mend({ line, missing }: { line: LinePartsFragment; missing: LineMissing }) {
  const t = useT();
  if (onFile.includes(missing)) {
    return (
      <TextLink to="/clients/$id/$tab" params={{ id: line.client.id, tab: "coverage" }}>
        {t("lines.mend.coverage")}
      </TextLink>
    );
  }
  if (byRules.includes(missing) && line.payerId) {
    return (
      <TextLink to="/admin/services/payers/$id" params={{ id: line.payerId }}>
        {t("lines.mend.rules")}
      </TextLink>
    );
  }
  if (missing === "CREDENTIAL") {
    return (
      <TextLink to="/mentorship/credentials/$id" params={{ id: line.provider.id }}>
        {t("lines.mend.credential", { name: line.provider.name })}
      </TextLink>
    );
  }
  // Whoever held it writes, and signs, from there.
  if (line.kind === "SESSION") return <Source line={line}>{t("lines.mend.session")}</Source>;
  if (line.meeting) return <Source line={line}>{t("lines.mend.meeting")}</Source>;
  return <span className="text-ink-2">{t("lines.mend.holder", { name: line.provider.name })}</span>;
}

/** What was given. Which group it was is not for everybody who does the billing: then nothing leads there. */
function Source({ line, children }: { line: LinePartsFragment; children: ReactNode }) {
  if (line.sessionId) {
    return (
      <TextLink className="tnum" to="/sessions/$id" params={{ id: line.sessionId }}>
        {children}
      </TextLink>
    );
  }
  if (!line.meeting) return <span className="tnum">{children}</span>;
  const params = { id: line.meeting.group.id, mid: line.meeting.id };
  return (
    <TextLink className="tnum" to="/groups/$id/meetings/$mid" params={params}>
      {children}
    </TextLink>
  );
}

/** What the payer said about a line that went out. */
function Answers({ line }: { line: LinePartsFragment }) {
  const t = useT();
  const say = useSay();
  const answer = useAnswerLine();
  const group = useRef<HTMLSpanElement>(null);
  const go = async (said: "ACCEPTED" | "DENIED" | "PUT_RIGHT") => {
    const done = say(await answer.run({ serviceLineId: line.id, answer: said }), t(`lines.answered.${said}`));
    // The button that was pressed is gone: the focus stays with its row.
    if (done) group.current?.closest("tr")?.querySelector<HTMLElement>("a")?.focus();
  };
  const button = (said: "ACCEPTED" | "DENIED" | "PUT_RIGHT") => (
    <Button
      size="small"
      variant="secondary"
      pending={answer.pending && t("form.saving")}
      aria-label={t("lines.answerFor", { answer: t(`lines.answer.${said}`), name: line.client.name })}
      onPress={() => void go(said)}
    >
      {t(`lines.answer.${said}`)}
    </Button>
  );
  const reopens = line.state === "DENIED" || Boolean(line.noteVoidedAt);
  if (line.state === "OPEN" || (line.state === "ACCEPTED" && !reopens)) return null;
  return (
    <span ref={group} className="flex flex-wrap gap-2">
      {line.state === "EXPORTED" && button("ACCEPTED")}
      {line.state === "EXPORTED" && button("DENIED")}
      {reopens && button("PUT_RIGHT")}
    </span>
  );
}
