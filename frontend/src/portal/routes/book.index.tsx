import { useSuspenseQuery } from "@tanstack/react-query";
import { createFileRoute } from "@tanstack/react-router";
import { bookPage } from "@/features/booking/book-queries";
import { BookWith } from "@/features/booking/book-with";
import { chosen } from "@/features/booking/choice";
import { Chooser } from "@/features/booking/chooser";
import { readBookSearch } from "@/features/booking/search";

export const Route = createFileRoute("/book/")({
  validateSearch: readBookSearch,
  component: Book,
});

function Book() {
  const { viewer, sessions, before, sessionTypes } = useSuspenseQuery(bookPage()).data;
  const { counselors, today } = viewer;
  const choice = chosen({ counselors, past: sessions.nodes, kinds: sessionTypes }, Route.useSearch());
  if (choice.who === undefined) return <Chooser counselors={counselors} past={before.nodes} />;
  return (
    <BookWith
      key={choice.who?.id ?? ""}
      choice={choice}
      kinds={sessionTypes}
      several={counselors.length > 1}
      today={today}
    />
  );
}
