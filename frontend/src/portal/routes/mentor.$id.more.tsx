import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute, Navigate, useNavigate } from "@tanstack/react-router";
import { lives, walkPair } from "@/features/pair/queries";
import { Rest } from "@/features/pair/rest";
import { Backup, Change } from "@/features/pair/ways";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { looking } from "@/portal/looking";
import { RowLink, RowList } from "@/portal/row-link";
import { ButtonLink, Card } from "@/ui";

export const Route = createFileRoute("/mentor/$id/more")({ component: MorePage });

function MorePage() {
  const t = useT();
  const navigate = useNavigate();
  const { id } = Route.useParams();
  const { mentorship } = useSuspenseQuery(walkPair(id)).data;
  if (!mentorship) return null;
  if (!lives(mentorship) || mentorship.state === "CLOSING")
    return <Navigate to="/mentor/$id" params={{ id }} replace />;
  return (
    <>
      <Rest pair={mentorship} />
      <Backup pair={mentorship} />
      <Change pair={mentorship} onElse={() => void navigate({ to: "/mentor/find", state: looking, replace: true })} />
      <Card labelledBy="bye">
        <h2 id="bye" className="text-h2">
          {t("walk.bye")}
        </h2>
        <p className="mt-1 mb-4 measure text-ink-2">{t("walk.byeText", { name: firstName(mentorship.mentor.name) })}</p>
        <ButtonLink to="/mentor/$id/goodbye" params={{ id }} variant="secondary">
          {t("walk.byeDo", { name: firstName(mentorship.mentor.name) })}
        </ButtonLink>
      </Card>
      <RowList label={t("walk.more")}>
        <RowLink to="/settings/sharing" title={t("walk.sharing")} text={t("walk.sharingText")} />
        <RowLink to="/mentor/become" title={t("walk.become")} text={t("walk.becomeText")} />
      </RowList>
    </>
  );
}
