import * as v from "valibot";
import { unmask } from "@/gql";
import type { GroupDetailsInput, GroupWholeFragment } from "@/gql/graphql";
import { useT } from "@/i18n";
import { GroupLine } from "./queries-group";

/** What the form of a group holds. */
export type Details = {
  name: string;
  about: string;
  access: string;
  format: string;
  pathways: string[];
  audience: string[];
  languages: string[];
  accessibility: string[];
  mode: string;
  capacity: string;
  location: string;
  joinUrl: string;
  joinPhone: string;
  chat: boolean;
  chatDays: string;
};

export const emptyDetails = (language: string, chatDays: number): Details => ({
  name: "",
  about: "",
  access: "OPEN",
  format: "DISCUSSION",
  pathways: [],
  audience: [],
  languages: [language],
  accessibility: [],
  mode: "IN_PERSON",
  capacity: "",
  location: "",
  joinUrl: "",
  joinPhone: "",
  chat: true,
  chatDays: String(chatDays),
});

export const detailsOf = (group: GroupWholeFragment): Details => ({
  name: unmask(GroupLine, group).name,
  about: group.about,
  access: group.access,
  format: group.format,
  pathways: [...group.pathways],
  audience: [...group.audience],
  languages: [...group.languages],
  accessibility: [...group.accessibility],
  mode: group.mode,
  capacity: group.capacity ? String(group.capacity) : "",
  location: group.location ?? "",
  joinUrl: group.settings?.joinUrl ?? "",
  joinPhone: group.joinPhone ?? "",
  chat: group.chat,
  chatDays: String(group.chatDays),
});

export const detailsInput = (values: Details): GroupDetailsInput => ({
  name: values.name,
  about: values.about,
  access: values.access as GroupDetailsInput["access"],
  format: values.format as GroupDetailsInput["format"],
  pathways: values.pathways as GroupDetailsInput["pathways"],
  audience: values.audience as GroupDetailsInput["audience"],
  languages: values.languages,
  accessibility: values.accessibility as GroupDetailsInput["accessibility"],
  mode: values.mode as GroupDetailsInput["mode"],
  capacity: values.capacity ? Number(values.capacity) : null,
  location: values.location.trim() || null,
  joinUrl: values.joinUrl.trim() || null,
  joinPhone: values.joinPhone.trim() || null,
  chat: values.chat,
  chatDays: Number(values.chatDays),
});

/** The rules that a browser can tell; the rest is the server's word. */
export function useDetailsRules(mostChatDays: number) {
  const t = useT();
  const chatDaysWrong = t("staff.groups.chatDaysWrong", { most: mostChatDays });
  const text = v.string();
  const many = v.array(v.string());
  const whole = (least: number, most: number, message: string) =>
    v.pipe(
      v.string(),
      v.trim(),
      v.check(
        (value) => value === "" || (/^\d+$/.test(value) && Number(value) >= least && Number(value) <= most),
        message,
      ),
    );
  return {
    name: v.pipe(v.string(), v.trim(), v.minLength(2, t("staff.groups.nameMissing"))),
    about: text,
    access: text,
    format: text,
    pathways: many,
    audience: many,
    languages: v.pipe(many, v.minLength(1, t("staff.groups.languageMissing"))),
    accessibility: many,
    mode: text,
    capacity: whole(2, 500, t("staff.groups.capacityWrong")),
    location: text,
    joinUrl: text,
    joinPhone: text,
    chat: v.boolean(),
    chatDays: v.pipe(whole(1, mostChatDays, chatDaysWrong), v.nonEmpty(chatDaysWrong)),
  };
}
