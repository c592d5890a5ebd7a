import { useT } from "@/i18n";
import { Button } from "./button";

/** The rest of a list that comes in pages: what an infinite query tells about itself. */
export function MoreButton(props: {
  list: { hasNextPage: boolean; isFetchingNextPage: boolean; fetchNextPage: () => Promise<unknown> };
  label: string;
}) {
  const t = useT();
  const { hasNextPage, isFetchingNextPage, fetchNextPage } = props.list;
  if (!hasNextPage) return null;
  return (
    <Button
      variant="secondary"
      className="justify-self-start"
      pending={isFetchingNextPage && t("state.loading")}
      onPress={() => void fetchNextPage()}
    >
      {props.label}
    </Button>
  );
}
