import { ArrowDown, ArrowUp, X } from "lucide-react";
import { IconButton } from "./button";

/** Up, down and away: the buttons of one line of a list (`useLines`). Each says which line it is about. */
export function LineButtons(props: {
  labels: { up: string; down: string; drop: string };
  first: boolean;
  last: boolean;
  /** Left out where the order means nothing. */
  onMove?: (by: 1 | -1) => void;
  onDrop: () => void;
}) {
  const { labels, onMove } = props;
  return (
    <span className="flex flex-none">
      {onMove && (
        <>
          <IconButton data-do="up" label={labels.up} isDisabled={props.first} onPress={() => onMove(-1)}>
            <ArrowUp size={18} aria-hidden />
          </IconButton>
          <IconButton data-do="down" label={labels.down} isDisabled={props.last} onPress={() => onMove(1)}>
            <ArrowDown size={18} aria-hidden />
          </IconButton>
        </>
      )}
      <IconButton data-do="drop" label={labels.drop} onPress={props.onDrop}>
        <X size={18} aria-hidden />
      </IconButton>
    </span>
  );
}
