import { HeartHandshake, Phone } from "lucide-react";
import { centerBoot } from "@/api/boot";
import { useT } from "@/i18n";
import { ButtonAnchor } from "@/ui";

/** For whoever cannot wait: it stands beside asking at all times. */
export function HelpBeside(props: { help: { phone?: string | null; hours?: string | null } }) {
  const t = useT();
  const { phone, hours } = props.help;
  return (
    <section
      aria-labelledby="help-beside"
      className="grid gap-3 rounded-card border border-line bg-rose-soft px-5 py-4 text-rose-soft-ink"
    >
      <div className="flex gap-3">
        <HeartHandshake size={20} strokeWidth={1.75} aria-hidden className="mt-0.5 flex-none" />
        <div className="grid min-w-0 gap-1">
          <h2 id="help-beside" className="font-semibold">
            {t("mySooner.help")}
          </h2>
          <p className="text-small">{t("mySooner.helpText")}</p>
        </div>
      </div>
      <div className="flex flex-wrap gap-2">
        <ButtonAnchor href="tel:988" variant="secondary" icon={<Phone size={20} strokeWidth={1.75} aria-hidden />}>
          {t("mySooner.call988")}
        </ButtonAnchor>
        {phone && (
          <ButtonAnchor
            href={`tel:${phone.replace(/[^+\d]/g, "")}`}
            variant="secondary"
            icon={<Phone size={20} strokeWidth={1.75} aria-hidden />}
          >
            {t("mySooner.callCenter", { phone })}
          </ButtonAnchor>
        )}
        <ButtonAnchor href={`${centerBoot().base}/help`} variant="secondary">
          {t("help.now")}
        </ButtonAnchor>
      </div>
      {phone && hours && <p className="text-small">{hours}</p>}
    </section>
  );
}
