import { createFileRoute } from "@tanstack/react-router";
import { readBookSearch } from "@/features/booking/search";
import { JoinWaitForm } from "@/features/waiting/join-form";
import { useT } from "@/i18n";
import { BackLink, PageHeader } from "@/ui";

export const Route = createFileRoute("/book/wait")({
  validateSearch: readBookSearch,
  component: WaitPage,
});

function WaitPage() {
  const t = useT();
  const search = Route.useSearch();
  const navigate = Route.useNavigate();
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader
        title={t("myWait.pageTitle")}
        lead={t("myWait.lead")}
        back={
          <BackLink to="/book" search={search}>
            {t("book.title")}
          </BackLink>
        }
      >
        {t("myWait.pageTitle")}
      </PageHeader>
      <JoinWaitForm
        search={search}
        onSearch={(change) =>
          void navigate({ search: (old) => ({ ...old, ...change }), replace: true, resetScroll: false })
        }
      />
    </div>
  );
}
