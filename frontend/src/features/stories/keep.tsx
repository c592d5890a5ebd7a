import { Bookmark, BookmarkCheck } from "lucide-react";
import { useT } from "@/i18n";
import { Button, Fault } from "@/ui";
import { useKeepStory } from "./actions";
import type { ToolView } from "./parts";

/** At hand for a hard moment. Whose favourite it is, nobody learns. */
export function Keep({ story }: { story: ToolView }) {
  const t = useT();
  const keep = useKeepStory();
  const Icon = story.favourite ? BookmarkCheck : Bookmark;
  return (
    <div className="grid justify-items-start gap-2">
      <Button
        variant={story.favourite ? "soft" : "secondary"}
        icon={<Icon size={20} strokeWidth={1.75} aria-hidden />}
        aria-pressed={story.favourite}
        pending={keep.pending && t("form.saving")}
        onPress={() => void keep.run({ input: { storyId: story.id, favourite: !story.favourite } })}
      >
        {t("tool.keep")}
      </Button>
      <Fault of={keep} />
    </div>
  );
}
