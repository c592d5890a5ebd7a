import type { ReactNode } from "react";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { PageHeader, Section, TabLink, TabLinks } from "@/ui";
import { ActivePairs } from "./active";
import { MentoringTabs } from "./nav";
import { Requests } from "./requests";
import type { BoardSearch, BoardView } from "./search";
import { Suggested } from "./suggested";

/** Who waits, who might walk with them, who walks together: three columns on desks, tabs on phones. */
export function BoardPage(props: { search: BoardSearch; onSearch: (change: Partial<BoardSearch>) => void }) {
  const t = useT();
  const view: BoardView = props.search.view ?? "requests";
  const { client, state, program } = props.search;
  const kept = { client, state, program };
  return (
    <>
      <PageHeader title={t("staff.nav.mentoring")}>{t("staff.nav.mentoring")}</PageHeader>
      <MentoringTabs />
      <div className="lg:hidden">
        <TabLinks label={t("mentoring.columns")}>
          <TabLink to="/mentorship" search={kept} activeOptions={{ exact: true, includeSearch: true }}>
            {t("mentoring.requests")}
          </TabLink>
          <TabLink to="/mentorship" search={{ ...kept, view: "suggested" }}>
            {t("mentoring.suggested")}
          </TabLink>
          <TabLink to="/mentorship" search={{ ...kept, view: "active" }}>
            {t("mentoring.active")}
          </TabLink>
        </TabLinks>
      </div>
      <div className="grid grid-cols-[minmax(0,1fr)] items-start gap-6 lg:grid-cols-3">
        <Column id="requests" title={t("mentoring.requests")} shown={view === "requests"}>
          <Requests chosen={client} program={program} onProgram={(next) => props.onSearch({ program: next })} />
        </Column>
        <Column id="suggested" title={t("mentoring.suggested")} shown={view === "suggested"}>
          <Suggested clientId={client} />
        </Column>
        <Column id="active" title={t("mentoring.active")} shown={view === "active"}>
          <ActivePairs state={state ?? "ACTIVE"} onState={(next) => props.onSearch({ state: next })} />
        </Column>
      </div>
    </>
  );
}

function Column(props: { id: string; title: string; shown: boolean; children: ReactNode }) {
  return (
    <section
      aria-labelledby={`column-${props.id}`}
      className={cx("grid-cols-[minmax(0,1fr)] content-start gap-3 lg:grid", props.shown ? "grid" : "hidden")}
    >
      <h2 id={`column-${props.id}`} className="text-h2">
        {props.title}
      </h2>
      <Section>{props.children}</Section>
    </section>
  );
}
