// Apart from their words: what reads an address comes with the first chunk.
import type {
  AccessFact,
  GroupAccess,
  GroupAudience,
  GroupFormat,
  GroupPathway,
  MeetingMode,
  Weekday,
  WhenQuiet,
} from "@/gql/graphql";

export const formats: readonly GroupFormat[] = [
  "DISCUSSION",
  "TOPIC",
  "SPEAKER",
  "STEP_STUDY",
  "BOOK_STUDY",
  "ROUND_ROBIN",
  "PITCH",
  "TIMED",
  "OPEN_ENDED",
  "QUESTION_AND_ANSWER",
  "MEDITATION",
  "CHECK_IN",
];
export const audiences: readonly GroupAudience[] = [
  "WOMEN",
  "MEN",
  "LGBTQ",
  "YOUNG_ADULTS",
  "OLDER_ADULTS",
  "PARENTS",
  "VETERANS",
  "NEWCOMERS",
  "PEOPLE_OF_COLOR",
];
export const pathways: readonly GroupPathway[] = [
  "TWELVE_STEP",
  "SMART",
  "MINDFULNESS",
  "FAITH",
  "SECULAR",
  "MEDICATION",
  "CULTURAL",
  "HARM_REDUCTION",
  "FAMILY",
];
export const modes: readonly MeetingMode[] = ["IN_PERSON", "ONLINE", "HYBRID"];
/** Sunday first, as in our calendars. */
export const weekdays: readonly Weekday[] = [
  "SUNDAY",
  "MONDAY",
  "TUESDAY",
  "WEDNESDAY",
  "THURSDAY",
  "FRIDAY",
  "SATURDAY",
];
export const facts: readonly AccessFact[] = [
  "WHEELCHAIR",
  "ACCESSIBLE_BATHROOM",
  "ASL",
  "CAPTIONS",
  "HEARING_LOOP",
  "CHILDCARE",
  "NEAR_TRANSIT",
  "QUIET_SPACE",
  "CAMERAS_ON_SITE",
];
/** What groups are asked for most; any other tag is shown by its name as well. */
export const languages: readonly string[] = ["en", "es", "ht", "pt", "vi", "zh", "ase"];
export const accesses: readonly GroupAccess[] = ["OPEN", "CLOSED"];
export const quietChoices: readonly WhenQuiet[] = ["NOTHING", "WAVE", "CALL"];
