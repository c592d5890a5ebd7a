import { createFileRoute } from "@tanstack/react-router";
import { lazy, type ReactNode } from "react";
import { centerBoot } from "@/api/boot";
import { ThemeChoice } from "@/features/account/theme-choice";
import { PasswordForm } from "@/features/profile/password-form";
import { ProfileForm } from "@/features/profile/profile-form";
import { passwordState, profile, signIns } from "@/features/profile/queries";
import { RemindersForm } from "@/features/profile/reminders-form";
import { SignInList } from "@/features/profile/sign-ins";
import { type MessageId, useT } from "@/i18n";
import { Card, PageHeader, Section, TabLink, TabLinks, TextLink } from "@/ui";

const CalendarFeedPanel = lazy(() =>
  import("@/features/calendar-feed/panel").then((module) => ({ default: module.CalendarFeedPanel })),
);

const others = ["reminders", "calendar", "devices"] as const;
const parts = ["profile", ...others] as const;
type Part = (typeof parts)[number];
const labels: Record<Part, MessageId> = {
  profile: "staff.account.profile",
  reminders: "staff.account.reminders",
  calendar: "staff.account.calendar",
  devices: "staff.account.devices",
};

export const Route = createFileRoute("/account")({
  validateSearch: (search: Record<string, unknown>): { part?: (typeof others)[number] } => ({
    part: others.find((one) => one === search.part),
  }),
  loaderDeps: ({ search }) => ({ part: search.part }),
  loader: ({ context, deps }) => {
    if (deps.part !== "devices") return context.queryClient.ensureQueryData(profile);
    return Promise.all([
      context.queryClient.ensureQueryData(signIns),
      context.queryClient.ensureQueryData(passwordState),
    ]);
  },
  component: Page,
});

/** One on one, or in a group: payers ask what they can show for it. */
const meetsClients = () =>
  centerBoot().viewer.roles.some((role) => role === "COUNSELOR" || role === "PEER_MENTOR" || role === "FACILITATOR");

function Page() {
  const t = useT();
  const { part = "profile" } = Route.useSearch();
  return (
    <div className="grid max-w-2xl grid-cols-[minmax(0,1fr)] gap-5">
      <PageHeader title={t("staff.account.title")}>{t("staff.account.title")}</PageHeader>
      <TabLinks label={t("staff.account.title")}>
        {parts.map((one) => (
          <TabLink
            key={one}
            to="/account"
            search={one === "profile" ? {} : { part: one }}
            activeOptions={{ exact: true, includeSearch: true }}
          >
            {t(labels[one])}
          </TabLink>
        ))}
      </TabLinks>
      {part === "profile" && (
        <>
          <Part title={t("staff.account.profile")}>
            <ProfileForm />
          </Part>
          {meetsClients() && (
            <p>
              <TextLink to="/mentorship/credentials/$id" params={{ id: centerBoot().viewer.id }}>
                {t("staff.account.credentials")}
              </TextLink>
            </p>
          )}
          <Part title={t("theme.label")}>
            <ThemeChoice />
          </Part>
        </>
      )}
      {part === "reminders" && (
        <Part title={t("staff.account.reminders")}>
          <RemindersForm />
        </Part>
      )}
      {part === "calendar" && (
        <Part title={t("staff.account.calendar")}>
          <CalendarFeedPanel />
        </Part>
      )}
      {part === "devices" && (
        <>
          <Part title={t("devices.title")} bare>
            <SignInList />
          </Part>
          <Part title={t("password.title")}>
            <PasswordForm />
          </Part>
        </>
      )}
    </div>
  );
}

function Part(props: { title: string; children: ReactNode; bare?: boolean }) {
  const id = `part-${props.title.replaceAll(/\W/g, "")}`;
  const inside = (
    <>
      <h2 id={id} className="mb-4 text-h2">
        {props.title}
      </h2>
      <Section>{props.children}</Section>
    </>
  );
  return props.bare ? <section aria-labelledby={id}>{inside}</section> : <Card labelledBy={id}>{inside}</Card>;
}
