import { useRef } from "react";
import type { LineMissing, LinePartsFragment } from "@/gql/graphql";
import { useLocale, useT } from "@/i18n";
import { formatDate } from "@/lib/time";
import { Badge, Button, type Column, Table, TextLink } from "@/ui";
import { useSay } from "@/ui/deed";
import { useAnswerLine } from "./deeds";

const tones = { OPEN: "neutral", EXPORTED: "info", ACCEPTED: "good", DENIED: "attention" } as const;

/** One row for each session: who, how long, what it counts for, and where it stands. */
export function LineList({ lines }: { lines: readonly LinePartsFragment[] }) {
  const t = useT();
  const locale = useLocale();
  const columns: ReadonlyArray<Column<LinePartsFragment>> = [
    {
      id: "day",
      header: t("lines.col.day"),
      cell: (line) => (
        <TextLink className="tnum" to="/sessions/$id" params={{ id: line.sessionId }}>
          {formatDate(line.servedOn, locale)}
        </TextLink>
      ),
    },
    {
      id: "who",
      header: t("lines.col.who"),
      isRowHeader: true,
      cell: (line) => (
        <span className="grid">
          <span className="font-semibold break-words">{line.client.name}</span>
          <span className="text-small text-ink-2">{t("lines.with", { name: line.provider.name })}</span>
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

function Standing({ line }: { line: LinePartsFragment }) {
  const t = useT();
  if (line.state !== "OPEN") return <Badge tone={tones[line.state]}>{t(`lines.state.${line.state}`)}</Badge>;
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
      <TextLink to="/mentorship/mentors/$id" params={{ id: line.provider.id }}>
        {t("lines.mend.credential")}
      </TextLink>
    );
  }
  // Whoever held it writes, and signs, from there.
  return (
    <TextLink to="/sessions/$id" params={{ id: line.sessionId }}>
      {t("lines.mend.session")}
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
  if (line.state === "OPEN" || line.state === "ACCEPTED") return null;
  return (
    <span ref={group} className="flex flex-wrap gap-2">
      {line.state === "EXPORTED" && button("ACCEPTED")}
      {line.state === "EXPORTED" && button("DENIED")}
      {line.state === "DENIED" && button("PUT_RIGHT")}
    </span>
  );
}
