import type { MessageId } from "@/i18n";

/** "1.4 MB", in the reader's language. */
export function fileSize(bytes: number, locale: string): string {
  const [unit, size] =
    bytes >= 1024 * 1024
      ? (["megabyte", 1024 * 1024] as const)
      : bytes >= 1024
        ? (["kilobyte", 1024] as const)
        : (["byte", 1] as const);
  return new Intl.NumberFormat(locale, {
    style: "unit",
    unit,
    unitDisplay: "short",
    maximumFractionDigits: unit === "megabyte" ? 1 : 0,
  }).format(bytes / size);
}

/** What a file is, in a word. */
export function fileKind(contentType: string, t: (id: MessageId) => string): string {
  if (contentType === "application/pdf") return "PDF";
  if (contentType.startsWith("image/")) return t("documents.kind.image");
  return t(contentType.startsWith("text/") ? "documents.kind.text" : "documents.kind.file");
}
