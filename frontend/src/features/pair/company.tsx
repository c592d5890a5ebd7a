import { centerBoot } from "@/api/boot";
import { useT } from "@/i18n";
import { ButtonAnchor } from "@/ui";

/** Somebody to talk to, now: offered in place, never pressed on anybody. */
export function Company(props: { helpHref: string }) {
  const t = useT();
  const { helpLine, phone } = centerBoot().center;
  const center = helpLine?.phone ?? phone;
  return (
    <section aria-label={t("walk.company")} className="grid gap-3 rounded-card bg-rose-soft p-5 text-rose-soft-ink">
      <p className="font-semibold">{t("walk.company")}</p>
      <div className="grid gap-2 sm:flex sm:flex-wrap">
        <ButtonAnchor href="tel:988" variant="danger">
          {t("walk.call", { phone: "988" })}
        </ButtonAnchor>
        {center && (
          <ButtonAnchor href={`tel:${center.replace(/[^+\d]/g, "")}`} variant="secondary">
            {t("walk.callCenter", { phone: center })}
          </ButtonAnchor>
        )}
        <ButtonAnchor href={props.helpHref} variant="secondary">
          {t("help.now")}
        </ButtonAnchor>
      </div>
      <p className="text-small">{t("walk.danger")}</p>
    </section>
  );
}
