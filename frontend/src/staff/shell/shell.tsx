import { Link, Outlet } from "@tanstack/react-router";
import { Ellipsis, LogOut, UserRound, UserRoundPen } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { signOut } from "@/app/guard";
import { HelpPill } from "@/app/help-pill";
import { Logo } from "@/app/logo";
import { OfflineBar } from "@/app/offline-bar";
import { SkipLink } from "@/app/skip-link";
import { useT } from "@/i18n";
import { Avatar } from "@/ui/avatar";
import { Menu, type MenuEntry, TriggerButton } from "@/ui/overlay";
import { RacRouter } from "@/ui/provider";
import { itemsFor, split } from "./nav";

const items = () => {
  const { permissions, roles } = centerBoot().viewer;
  return itemsFor(permissions, roles);
};

function SideNav() {
  const t = useT();
  return (
    <nav aria-label={t("nav.main")} className="grid gap-1 px-3">
      {items().map(({ to, label, Icon }) => (
        <Link
          key={to}
          to={to}
          className="flex min-h-10 items-center gap-3 rounded-control px-3 text-body font-medium text-ink-2 no-underline hover:bg-sunken aria-[current=page]:bg-accent-soft aria-[current=page]:text-accent-soft-ink"
        >
          <Icon size={18} strokeWidth={1.75} aria-hidden />
          {t(label)}
        </Link>
      ))}
    </nav>
  );
}

const bottomItem =
  "grid min-h-16 min-w-0 flex-1 cursor-pointer content-center justify-items-center gap-1 px-1 text-caption font-semibold text-ink-2 no-underline aria-[current=page]:text-accent-soft-ink";

function BottomNav() {
  const t = useT();
  const { base } = centerBoot();
  const { shown, more } = split(items());
  return (
    <nav
      aria-label={t("nav.main")}
      className="safe-bottom fixed inset-x-0 bottom-0 z-30 flex border-line border-t bg-surface md:hidden"
    >
      {shown.map(({ to, label, Icon }) => (
        <Link key={to} to={to} className={bottomItem}>
          <Icon size={20} strokeWidth={1.75} aria-hidden />
          <span className="max-w-full truncate">{t(label)}</span>
        </Link>
      ))}
      {more.length > 0 && (
        <Menu
          label={t("staff.nav.more")}
          entries={more.map(({ to, label, Icon }) => ({
            id: to,
            label: t(label),
            icon: <Icon size={18} strokeWidth={1.75} aria-hidden />,
            href: `${base}/app${to}`,
          }))}
          trigger={
            <TriggerButton look={bottomItem}>
              <Ellipsis size={20} strokeWidth={1.75} aria-hidden />
              {t("staff.nav.more")}
            </TriggerButton>
          }
        />
      )}
    </nav>
  );
}

function AccountMenu() {
  const t = useT();
  const { viewer, base } = centerBoot();
  const entries: MenuEntry[] = [
    {
      id: "account",
      label: t("staff.account.title"),
      icon: <UserRoundPen size={18} aria-hidden />,
      href: `${base}/app/account`,
    },
    {
      id: "sign-out",
      label: t("account.signOut"),
      icon: <LogOut size={18} aria-hidden />,
      onAction: signOut,
    },
  ];
  if (viewer.roles.includes("CLIENT")) {
    entries.unshift({
      id: "me",
      label: t("account.mySpace"),
      icon: <UserRound size={18} aria-hidden />,
      href: `${base}/me`,
    });
  }
  return (
    <Menu
      label={t("account.menu")}
      entries={entries}
      trigger={
        <TriggerButton label={t("account.menu")}>
          <Avatar name={viewer.name} size="small" tone="plain" />
        </TriggerButton>
      }
    />
  );
}

export function StaffShell() {
  const { center, viewer } = centerBoot();
  return (
    <RacRouter>
      <SkipLink />
      <div className="min-h-dvh md:grid md:grid-cols-[240px_minmax(0,1fr)]">
        <aside className="sticky top-0 hidden h-dvh flex-col gap-4 overflow-y-auto border-line border-r py-4 md:flex">
          <div className="flex min-h-10 items-center gap-2.5 px-6 font-[650]">
            <Logo size={22} />
            <span className="min-w-0 break-words">{center.name}</span>
          </div>
          <SideNav />
          <p className="mt-auto px-6 text-small break-words text-ink-2">{viewer.name}</p>
        </aside>
        <div className="flex min-w-0 flex-col pb-20 md:pb-0">
          <OfflineBar />
          <header className="sticky top-0 z-20 flex min-h-14 items-center justify-end gap-2 border-line border-b bg-surface px-4">
            <span className="mr-auto flex min-w-0 items-center gap-2 font-[650] md:hidden">
              <Logo size={20} />
              <span className="truncate">{center.name}</span>
            </span>
            <HelpPill />
            <AccountMenu />
          </header>
          <main
            id="main"
            tabIndex={-1}
            className="grid w-full max-w-[1200px] grid-cols-[minmax(0,1fr)] content-start gap-5 p-4 md:p-6"
          >
            <Outlet />
          </main>
        </div>
      </div>
      <BottomNav />
    </RacRouter>
  );
}
