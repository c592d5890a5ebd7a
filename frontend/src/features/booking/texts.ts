import { sliceTexts } from "@/i18n/slice";

/** What clients read about the ways to a session, and about the hour itself: it comes when they look at one. */
export const { load: bookingTexts, Texts: BookingTexts } = sliceTexts({
  en: () => Promise.all([import("@locales/booking.en.json")]),
  es: () => Promise.all([import("@locales/booking.es.json")]),
});
