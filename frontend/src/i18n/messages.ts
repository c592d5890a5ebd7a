import type audit from "@locales/audit.en.json";
import type booking from "@locales/booking.en.json";
import type calfeed from "@locales/calfeed.en.json";
import type care from "@locales/care.en.json";
import type common from "@locales/common.en.json";
import type desk from "@locales/desk.en.json";
import type facilitation from "@locales/facilitation.en.json";
import type feeds from "@locales/feeds.en.json";
import type groups from "@locales/groups.en.json";
import type kinds from "@locales/kinds.en.json";
import type lines from "@locales/lines.en.json";
import type mentoring from "@locales/mentoring.en.json";
import type ops from "@locales/ops.en.json";
import type portal from "@locales/portal.en.json";
import type programs from "@locales/programs.en.json";
import type staff from "@locales/staff.en.json";
import type tools from "@locales/tools.en.json";
import type walk from "@locales/walk.en.json";
import type ways from "@locales/ways.en.json";
import type { Messages } from "./format";

/** Every message id there is: a wrong one does not compile. */
export type MessageId =
  | keyof typeof common
  | keyof typeof portal
  | keyof typeof booking
  | keyof typeof groups
  | keyof typeof desk
  | keyof typeof facilitation
  | keyof typeof feeds
  | keyof typeof kinds
  | keyof typeof staff
  | keyof typeof audit
  | keyof typeof programs
  | keyof typeof tools
  | keyof typeof walk
  | keyof typeof ways
  | keyof typeof mentoring
  | keyof typeof care
  | keyof typeof lines
  | keyof typeof calfeed
  | keyof typeof ops;
export type Locale = "en" | "es";
/** Written as plain texts, compiled by the build (vite/locales.ts). */
type Loaded = { default: object };

/** How an audience loads its texts: the shared ones and its own, in one language. */
export type MessageLoaders = Record<Locale, () => Promise<Loaded[]>>;

export async function loadMessages(loaders: MessageLoaders, locale: Locale): Promise<Messages> {
  const parts = await loaders[locale]();
  return Object.assign({}, ...parts.map((part) => part.default));
}
