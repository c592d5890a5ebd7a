import { Outlet } from "@tanstack/react-router";
import { operatorBoot } from "@/api/boot";
import { signOut } from "@/app/guard";
import { Logo } from "@/app/logo";
import { SkipLink } from "@/app/skip-link";
import { useT } from "@/i18n";
import { Badge, Button } from "@/ui";

/** A plain gray frame with the word Operator: nobody takes it for a center. */
export function OpsShell() {
  const t = useT();
  return (
    <>
      <SkipLink />
      <header className="flex min-h-14 items-center gap-x-3 border-line border-b bg-sunken px-4 py-2 md:px-6">
        <span className="flex items-center gap-2 font-[650]">
          <Logo size={20} />
          Cairn
        </span>
        <Badge>{t("ops.label")}</Badge>
        <span className="ml-auto min-w-0 truncate text-small text-ink-2">{operatorBoot().viewer.email}</span>
        <Button variant="secondary" size="small" className="flex-none" onPress={signOut}>
          {t("account.signOut")}
        </Button>
      </header>
      <main
        id="main"
        tabIndex={-1}
        className="mx-auto grid w-full max-w-[1200px] grid-cols-[minmax(0,1fr)] content-start gap-5 p-4 md:p-6"
      >
        <Outlet />
      </main>
    </>
  );
}
