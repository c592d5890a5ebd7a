import { createFileRoute } from "@tanstack/react-router";
import {
  BadgeCheck,
  BellRing,
  Briefcase,
  CalendarDays,
  DoorOpen,
  HeartHandshake,
  LogOut,
  ShieldCheck,
  UserRound,
} from "lucide-react";
import { useState } from "react";
import { centerBoot } from "@/api/boot";
import { leaveNow, signOut } from "@/app/guard";
import { useT } from "@/i18n";
import { chooseTheme, chosenTheme, type Theme } from "@/lib/theme";
import { RowAnchor, RowLink, RowList } from "@/portal/row-link";
import { Button, Card, OutLink, PageHeader } from "@/ui";
import { Segmented } from "@/ui/fields";

export const Route = createFileRoute("/settings/")({ component: Settings });

const pages = [
  { to: "/settings/profile", Icon: UserRound, title: "settings.profile", text: "settings.profileText" },
  { to: "/settings/reminders", Icon: BellRing, title: "settings.reminders", text: "settings.remindersText" },
  { to: "/settings/calendar", Icon: CalendarDays, title: "settings.calendar", text: "settings.calendarText" },
  { to: "/settings/privacy", Icon: ShieldCheck, title: "settings.privacy", text: "settings.privacyText" },
  { to: "/settings/proofs", Icon: BadgeCheck, title: "settings.proofs", text: "settings.proofsText" },
  { to: "/settings/sharing", Icon: HeartHandshake, title: "settings.sharing", text: "settings.sharingText" },
] as const;

function Settings() {
  const t = useT();
  const { viewer } = centerBoot();
  return (
    <div className="grid max-w-[680px] grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader title={t("settings.title")} lead={viewer.email}>
        {viewer.name}
      </PageHeader>
      <nav aria-label={t("settings.title")}>
        <RowList label={t("settings.title")}>
          {pages.map(({ to, Icon, title, text }) => (
            <RowLink key={to} to={to} Icon={Icon} title={t(title)} text={t(text)} />
          ))}
          {viewer.roles.some((role) => role !== "CLIENT") && <WorkRow />}
        </RowList>
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

/** For whoever works here too: another application, so not the router's. */
function WorkRow() {
  const t = useT();
  return (
    <RowAnchor
      href={`${centerBoot().base}/app`}
      Icon={Briefcase}
      title={t("account.work")}
      text={t("settings.workText")}
    />
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
