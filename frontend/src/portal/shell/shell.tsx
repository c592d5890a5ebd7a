import { Link, Outlet, useRouterState } from "@tanstack/react-router";
import { centerBoot } from "@/api/boot";
import { HelpPill } from "@/app/help-pill";
import { Logo } from "@/app/logo";
import { OfflineBar } from "@/app/offline-bar";
import { SkipLink } from "@/app/skip-link";
import { useSessionChanges } from "@/features/booking/live";
import { useT } from "@/i18n";
import { cx } from "@/lib/cx";
import { nowIso, partOfDay, wallClock } from "@/lib/time";
import { Avatar } from "@/ui/avatar";
import { navItems, useIsNear } from "./nav";

function Rail() {
  const t = useT();
  const near = useIsNear();
  return (
    <aside className="sticky top-0 hidden h-dvh content-start gap-6 overflow-y-auto px-4 py-6 md:grid">
      <Wordmark />
      <nav aria-label={t("nav.main")} className="grid gap-1">
        {navItems.map(({ to, label, Icon }) => (
          <Link
            key={to}
            to={to}
            aria-current={near(to)}
            className="flex min-h-12 items-center gap-3 rounded-full px-4 font-semibold text-ink-2 no-underline hover:bg-sunken aria-[current]:bg-accent-soft aria-[current]:text-accent-soft-ink"
          >
            <Icon size={20} strokeWidth={1.75} aria-hidden />
            {t(label)}
          </Link>
        ))}
      </nav>
    </aside>
  );
}

function Wordmark(props: { className?: string }) {
  return (
    <span className={cx("flex min-w-0 items-center gap-2.5 font-[650]", props.className)}>
      <Logo />
      <span className="line-clamp-2 min-w-0 break-words leading-5">{centerBoot().center.name}</span>
    </span>
  );
}

function TabBar() {
  const t = useT();
  const near = useIsNear();
  return (
    <nav
      aria-label={t("nav.main")}
      className="safe-bottom fixed inset-x-0 bottom-0 z-30 grid grid-cols-4 border-line border-t bg-surface md:hidden"
    >
      {navItems.map(({ to, label, Icon }) => (
        <Link
          key={to}
          to={to}
          aria-current={near(to)}
          className="group grid min-h-17 content-center justify-items-center gap-0.5 text-caption font-semibold text-ink-2 no-underline aria-[current]:text-accent-soft-ink"
        >
          <span className="grid h-[30px] w-14 place-items-center rounded-full transition-colors duration-120 group-aria-[current]:bg-accent-soft">
            <Icon size={22} strokeWidth={1.75} aria-hidden />
          </span>
          {t(label)}
        </Link>
      ))}
    </nav>
  );
}

/** The frame of the portal: sky, header with help, four places, the page. */
export function PortalShell() {
  const t = useT();
  const { viewer } = centerBoot();
  useSessionChanges();
  const today = useRouterState({ select: (state) => state.location.pathname.endsWith("/today") });
  const sky = partOfDay(Number(wallClock(nowIso(), viewer.zone).time.slice(0, 2)));
  return (
    <div data-sky={sky} className="relative isolate min-h-dvh md:grid md:grid-cols-[232px_minmax(0,1fr)]">
      <SkipLink />
      <div
        aria-hidden
        className={cx(
          "absolute inset-x-0 top-0 -z-10 bg-linear-to-b from-(--sky-top) via-(--sky-bottom) via-75% to-canvas",
          today ? "h-64" : "h-32",
        )}
      />
      <Rail />
      <div className="min-w-0">
        <OfflineBar />
        <header className="mx-auto flex min-h-16 w-full max-w-[1080px] items-center gap-2 px-4 md:px-8">
          <Wordmark className="mr-auto md:invisible" />
          <HelpPill />
          <Link
            to="/settings"
            aria-label={t("nav.account")}
            className="grid size-12 flex-none place-items-center rounded-full"
          >
            <Avatar name={viewer.name} tone="plain" />
          </Link>
        </header>
        <main
          id="main"
          tabIndex={-1}
          className="mx-auto grid w-full max-w-[1080px] grid-cols-[minmax(0,1fr)] content-start gap-5 px-4 pt-3 pb-32 md:px-8 md:pb-16"
        >
          <Outlet />
        </main>
      </div>
      <TabBar />
    </div>
  );
}
