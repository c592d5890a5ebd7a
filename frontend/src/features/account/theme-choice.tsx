import { useState } from "react";
import { useT } from "@/i18n";
import { chooseTheme, chosenTheme, type Theme } from "@/lib/theme";
import { Segmented } from "@/ui/fields";

/** Light, dark, or like the device: kept on this device only. */
export function ThemeChoice() {
  const t = useT();
  const [theme, setTheme] = useState<Theme>(chosenTheme);
  return (
    <Segmented
      hideLabel
      label={t("theme.label")}
      value={theme}
      onChange={(value) => {
        setTheme(value as Theme);
        chooseTheme(value as Theme);
      }}
      options={(["system", "light", "dark"] as const).map((id) => ({ id, label: t(`theme.${id}`) }))}
    />
  );
}
