import { UserRoundPlus, UsersRound } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { useT } from "@/i18n";
import { firstName } from "@/lib/names";
import { Avatar, ButtonLink, EmptyState, PageHeader } from "@/ui";
import { anyone, lastMet } from "./choice";

type Person = { id: string; name: string };

/** With whom: whoever it was last comes first, whoever suits comes last. */
export function Chooser(props: { counselors: readonly Person[]; past: Parameters<typeof lastMet>[1] }) {
  const t = useT();
  const { counselors } = props;
  const { phone } = centerBoot().center;
  const last = lastMet(counselors, props.past);
  const ordered = [...counselors].sort((one, other) => Number(other === last) - Number(one === last));
  const row = "flex flex-wrap items-center gap-4 rounded-card border border-line bg-surface p-5";
  return (
    <>
      <PageHeader title={t("book.title")}>{t("book.title")}</PageHeader>
      {counselors.length === 0 ? (
        <EmptyState icon={<UserRoundPlus size={22} />}>
          {phone ? t("book.noCounselorCall", { phone }) : t("book.noCounselor")}
        </EmptyState>
      ) : (
        <ul className="m-0 grid max-w-[680px] list-none gap-3 p-0">
          {ordered.map((one) => (
            <li key={one.id} className={row}>
              <Avatar name={one.name} />
              <span className="grid min-w-0 flex-1 basis-44">
                <span className="font-semibold break-words">{one.name}</span>
                {one === last && <span className="text-small text-ink-2">{t("bookMore.last")}</span>}
              </span>
              <ButtonLink to="/book" search={{ with: one.id }} variant="soft" className="max-sm:basis-full">
                {t("today.book", { name: firstName(one.name) })}
              </ButtonLink>
            </li>
          ))}
          <li className={row}>
            <span
              aria-hidden
              className="grid size-11 flex-none place-items-center rounded-full bg-iris-soft text-iris-soft-ink"
            >
              <UsersRound size={20} strokeWidth={1.75} />
            </span>
            <span className="grid min-w-0 flex-1 basis-44">
              <span className="font-semibold">{t("bookMore.anyone")}</span>
              <span className="text-small text-ink-2">{t("bookMore.anyoneText")}</span>
            </span>
            <ButtonLink to="/book" search={{ with: anyone }} variant="soft" className="max-sm:basis-full">
              {t("bookMore.anyoneBook")}
            </ButtonLink>
          </li>
        </ul>
      )}
    </>
  );
}
