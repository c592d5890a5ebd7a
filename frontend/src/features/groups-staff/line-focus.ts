export { useLineFocus } from "@/lib/line-focus";
