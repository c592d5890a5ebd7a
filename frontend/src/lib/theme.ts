export type Theme = "system" | "light" | "dark";

const place = "cairn-theme";

/** The theme chosen on this device. Nothing personal: it may live in the browser's storage. */
export function chosenTheme(): Theme {
  try {
    const value = localStorage.getItem(place);
    return value === "light" || value === "dark" ? value : "system";
  } catch {
    return "system"; // storage can be switched off
  }
}

export function applyTheme(theme: Theme): void {
  const { dataset } = document.documentElement;
  if (theme === "system") delete dataset.theme;
  else dataset.theme = theme;
}

export function chooseTheme(theme: Theme): void {
  applyTheme(theme);
  try {
    if (theme === "system") localStorage.removeItem(place);
    else localStorage.setItem(place, theme);
  } catch {
    // The choice then lasts until the page closes.
  }
}
