import type { GroupFilter } from "@/gql/graphql";
import { accesses, audiences, facts, formats, languages, modes, pathways, weekdays } from "./kinds";

/** What narrows the list: every filter is one choice, and in the address. None is set for anybody. */
export const choices = {
  day: weekdays,
  mode: modes,
  for: audiences,
  language: languages,
  format: formats,
  pathway: pathways,
  access: accesses,
  fact: facts,
} as const;
export type FilterName = keyof typeof choices;
export type GroupSearch = { [name in FilterName]?: (typeof choices)[name][number] };

/** Only what is known stays: an address may hold anything. */
export function readSearch(search: Record<string, unknown>): GroupSearch {
  const known = Object.entries(choices).map(([name, values]) => [
    name,
    (values as readonly unknown[]).includes(search[name]) ? search[name] : undefined,
  ]);
  return Object.fromEntries(known) as GroupSearch;
}

/** The same question has the same key: what is not asked is left out. */
export function filterOf(search: GroupSearch, words = ""): GroupFilter {
  return {
    ...(words && { search: words }),
    ...(search.day && { weekday: search.day }),
    ...(search.mode && { modes: search.mode === "HYBRID" ? ["HYBRID"] : [search.mode, "HYBRID"] }),
    ...(search.for && { audience: [search.for] }),
    ...(search.language && { languages: [search.language] }),
    ...(search.format && { formats: [search.format] }),
    ...(search.pathway && { pathways: [search.pathway] }),
    ...(search.access && { access: search.access }),
    ...(search.fact && { accessibility: [search.fact] }),
    state: "ACTIVE",
  };
}
