import { Circle, Flame, Flower2, Leaf, type LucideIcon, Mountain, Sparkles, Square, Sun } from "lucide-react";
import type { ColorKey } from "@/gql/graphql";

type Look = { Icon: LucideIcon; text: string; block: string };

/** Each color has a shape of its own: whoever does not see the one knows the other. */
export const palette: Record<ColorKey, Look> = {
  SLATE: { Icon: Circle, text: "text-ink-2", block: "bg-sunken before:bg-control" },
  BLUE: { Icon: Square, text: "text-sky", block: "bg-sky-soft before:bg-sky" },
  GREEN: { Icon: Leaf, text: "text-leaf", block: "bg-leaf-soft before:bg-leaf" },
  AMBER: { Icon: Sun, text: "text-honey", block: "bg-honey-soft before:bg-honey" },
  ROSE: { Icon: Flower2, text: "text-rose", block: "bg-rose-soft before:bg-rose" },
  VIOLET: { Icon: Sparkles, text: "text-iris", block: "bg-iris-soft before:bg-iris" },
  TEAL: { Icon: Mountain, text: "text-accent", block: "bg-accent-soft before:bg-accent" },
  ORANGE: { Icon: Flame, text: "text-apricot", block: "bg-apricot-soft before:bg-apricot" },
};
export const colors = Object.keys(palette) as ColorKey[];
