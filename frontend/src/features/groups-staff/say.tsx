// Deeds with a question before them are asked the same way everywhere.
export { DeedDialog, useSay } from "@/ui/deed";
