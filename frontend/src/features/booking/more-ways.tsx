import { CalendarSync, Hourglass, Sunrise } from "lucide-react";
import { useT } from "@/i18n";
import { RowLink, RowList } from "@/portal/row-link";
import { anyone, type Choice } from "./choice";

/** When the offered times are not it. */
export function MoreWays({ choice }: { choice: Choice }) {
  const t = useT();
  const { who, kind, minutes, place } = choice;
  const search = { with: who ? who.id : anyone, place, ...(kind ? { type: kind.id } : { minutes }) };
  return (
    <section aria-labelledby="more-ways" className="grid gap-3 pt-2">
      <h2 id="more-ways" className="text-h2">
        {t("bookMore.ways")}
      </h2>
      <RowList label={t("bookMore.ways")}>
        {who && !kind?.needsApproval && (
          <RowLink
            to="/book/series"
            search={search}
            Icon={CalendarSync}
            title={t("bookMore.series")}
            text={t("bookMore.seriesText")}
          />
        )}
        <RowLink
          to="/book/wait"
          search={search}
          Icon={Hourglass}
          title={t("bookMore.wait")}
          text={t("bookMore.waitText")}
        />
        <RowLink to="/sooner" Icon={Sunrise} title={t("bookMore.sooner")} text={t("bookMore.soonerText")} />
      </RowList>
    </section>
  );
}
