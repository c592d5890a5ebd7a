import { createFileRoute, Link } from "@tanstack/react-router";
import {
  BadgeCheck,
  BellRing,
  Briefcase,
  CalendarDays,
  ChevronRight,
  DoorOpen,
  HeartHandshake,
  LogOut,
  type LucideIcon,
  ShieldCheck,
  UserRound,
} from "lucide-react";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { leaveNow, signOut } from "@/app/guard";
import { useT } from "@/i18n";
import { chooseTheme, chosenTheme, type Theme } from "@/lib/theme";
import { Button, Card, OutLink, PageHeader } from "@/ui";
import { Segmented } from "@/ui/fields";

export const Route = createFileRoute("/settings/")({ component: Settings });

const rowClass = "flex min-h-16 items-center gap-4 px-5 py-3 text-ink no-underline hover:bg-sunken";

function RowInside(props: { Icon: LucideIcon; title: string; text: string }) {
  const { Icon } = props;
  return (
    <>
      <Icon size={20} strokeWidth={1.75} aria-hidden className="flex-none text-ink-2" />
      <span className="grid min-w-0 flex-1">
        <span className="font-semibold">{props.title}</span>
        <span className="text-small text-ink-2">{props.text}</span>
      </span>
      <ChevronRight size={20} aria-hidden className="flex-none text-ink-3" />
    </>
  );
}

function Settings() {
  const t = useT();
  const { viewer, base } = centerBoot();
  const works = viewer.roles.some((role) => role !== "CLIENT");
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader title={t("settings.title")} lead={viewer.email}>
        {viewer.name}
      </PageHeader>
      <nav
        aria-label={t("settings.title")}
        className="divide-y divide-line overflow-hidden rounded-card border border-line bg-surface"
      >
        <Link to="/settings/profile" className={rowClass}>
          <RowInside Icon={UserRound} title={t("settings.profile")} text={t("settings.profileText")} />
        </Link>
        <Link to="/settings/reminders" className={rowClass}>
          <RowInside Icon={BellRing} title={t("settings.reminders")} text={t("settings.remindersText")} />
        </Link>
        <Link to="/settings/calendar" className={rowClass}>
          <RowInside Icon={CalendarDays} title={t("settings.calendar")} text={t("settings.calendarText")} />
        </Link>
        <Link to="/settings/privacy" className={rowClass}>
          <RowInside Icon={ShieldCheck} title={t("settings.privacy")} text={t("settings.privacyText")} />
        </Link>
        <Link to="/settings/proofs" className={rowClass}>
          <RowInside Icon={BadgeCheck} title={t("settings.proofs")} text={t("settings.proofsText")} />
        </Link>
        <Link to="/settings/sharing" className={rowClass}>
          <RowInside Icon={HeartHandshake} title={t("settings.sharing")} text={t("settings.sharingText")} />
        </Link>
        {works && (
          <a href={`${base}/app`} className={rowClass}>
            <RowInside Icon={Briefcase} title={t("account.work")} text={t("settings.workText")} />
          </a>
        )}
      </nav>
      <Card>
        <ThemeChoice />
      </Card>
      <Card labelledBy="leave">
        <h2 id="leave" className="text-h3">
          {t("leave.title")}
        </h2>
        <p className="mt-1 mb-4 measure text-small text-ink-2">
          {t("leave.text")} <OutLink href="/safety">{t("leave.more")}</OutLink>
        </p>
        <Button variant="secondary" icon={<DoorOpen size={20} strokeWidth={1.75} aria-hidden />} onPress={leaveNow}>
          {t("leave.now")}
        </Button>
      </Card>
      <Button
        variant="quiet"
        className="justify-self-start"
        icon={<LogOut size={20} strokeWidth={1.75} aria-hidden />}
        onPress={signOut}
      >
        {t("account.signOut")}
      </Button>
    </div>
  );
}

function ThemeChoice() {
  const t = useT();
  const [theme, setTheme] = useState(chosenTheme);
  return (
    <Segmented
      label={t("theme.label")}
      orientation="horizontal"
      value={theme}
      onChange={(value) => {
        setTheme(value as Theme);
        chooseTheme(value as Theme);
      }}
      options={[
        { id: "system", label: t("theme.system") },
        { id: "light", label: t("theme.light") },
        { id: "dark", label: t("theme.dark") },
      ]}
    />
  );
}
