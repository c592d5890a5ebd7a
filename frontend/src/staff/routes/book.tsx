import { createFileRoute } from "@tanstack/react-router";
import { BookPage } from "@/features/caseload/book-page";
import { DeskTexts, deskTexts } from "@/features/desk/texts";
import type { SeriesRhythm } from "@/gql/graphql";
import { Section } from "@/ui";

type Search = {
  client?: string;
  who?: string;
  at?: string;
  /** How often, and until when: as the calendar's small form hands it over. */
  repeat?: SeriesRhythm;
  ends?: number | string;
};

const text = (value: unknown) => (typeof value === "string" && value ? value : undefined);
const instant = (value: unknown) => {
  const at = typeof value === "string" ? Date.parse(value) : Number.NaN;
  return Number.isNaN(at) ? undefined : new Date(at).toISOString();
};

const rhythms: readonly SeriesRhythm[] = ["WEEKLY", "EVERY_TWO_WEEKS", "MONTHLY_BY_WEEKDAY"];

export const Route = createFileRoute("/book")({
  validateSearch: (search: Record<string, unknown>): Search => ({
    client: text(search.client),
    who: text(search.who),
    at: instant(search.at),
    repeat: rhythms.find((one) => one === search.repeat),
    ends: typeof search.ends === "number" ? search.ends : text(search.ends),
  }),
  loader: deskTexts,
  component: Page,
});

function Page() {
  const { client, who, at, repeat, ends } = Route.useSearch();
  return (
    <Section>
      <DeskTexts>
        <BookPage key={`${client}-${who}-${at}`} clientId={client} who={who} at={at} repeat={repeat} ends={ends} />
      </DeskTexts>
    </Section>
  );
}
