import { createFileRoute, notFound, redirect } from "@tanstack/react-router";
import { MentorPage } from "@/features/mentoring/mentor-page";
import { type MentorPart, mentorParts } from "@/features/mentoring/parts";
import { oneMentor } from "@/features/mentoring/queries-mentors";
import { MentoringTexts, mentoringTexts } from "@/features/mentoring/texts";
import { steers } from "@/features/mentoring/words";

export const Route = createFileRoute("/mentorship/mentors/$id")({
  validateSearch: (search: Record<string, unknown>): { part?: Exclude<MentorPart, "overview"> } => ({
    part: mentorParts.find((part) => part !== "overview" && part === search.part) as Exclude<MentorPart, "overview">,
  }),
  beforeLoad: () => {
    if (!steers()) throw redirect({ to: "/mentorship" });
  },
  loader: async ({ context, params }) => {
    await mentoringTexts();
    const data = await context.queryClient.ensureQueryData(oneMentor(params.id));
    if (!data.mentor) throw notFound();
  },
  component: Page,
});

function Page() {
  const { id } = Route.useParams();
  return (
    <MentoringTexts>
      <MentorPage key={id} id={id} part={Route.useSearch().part ?? "overview"} />
    </MentoringTexts>
  );
}
