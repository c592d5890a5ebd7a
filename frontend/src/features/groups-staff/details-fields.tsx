import type { ReactNode } from "react";
import { useWatch } from "react-hook-form";
import { audiences, facts, formats, languages, modes, pathways, useGroupWords } from "@/features/groups/words";
import { useT } from "@/i18n";
import { Card } from "@/ui";
import { FormNativeSelect, FormText } from "@/ui/form";
import { FormCheckboxes } from "@/ui/form-checkboxes";
import { FormRadios } from "@/ui/form-radios";
import { FormSwitch } from "@/ui/form-switch";

/** A part of a long form. */
export function FormPart(props: { id: string; title: string; text?: string; children: ReactNode }) {
  return (
    <Card labelledBy={props.id} className="grid grid-cols-[minmax(0,1fr)] gap-4">
      <div className="grid gap-1">
        <h2 id={props.id} className="text-h2">
          {props.title}
        </h2>
        {props.text && <p className="measure text-small text-ink-2">{props.text}</p>}
      </div>
      {props.children}
    </Card>
  );
}

/** As the first word of a line: some languages write the names of languages small. */
const capital = (word: string) => word.charAt(0).toLocaleUpperCase() + word.slice(1);

/** What a group is: inside a form whose values are `Details`. */
export function DetailsFields(props: { mostChatDays: number }) {
  const t = useT();
  const words = useGroupWords();
  const own = (useWatch({ name: "languages" }) as string[] | undefined) ?? [];
  const tags = [...new Set([...languages, ...own])];
  return (
    <>
      <FormPart id="part-what" title={t("staff.groups.partWhat")}>
        <FormText name="name" label={t("staff.groups.nameLabel")} maxLength={120} />
        <FormText name="about" multiline rows={4} label={t("staff.groups.about")} hint={t("staff.groups.aboutHint")} />
        <FormNativeSelect
          name="format"
          label={t("staff.groups.format")}
          hint={t("staff.groups.formatHint")}
          options={formats.map((id) => ({ id, label: words.format(id) }))}
        />
        <FormRadios
          name="access"
          label={t("staff.groups.access")}
          options={(["OPEN", "CLOSED"] as const).map((id) => ({ id, label: t(`staff.groups.access.${id}`) }))}
        />
        <FormText
          name="capacity"
          inputMode="numeric"
          label={t("staff.groups.capacity")}
          hint={t("staff.groups.capacityHint")}
          className="max-w-64"
        />
      </FormPart>
      <FormPart id="part-who" title={t("staff.groups.partWho")} text={t("staff.groups.partWhoText")}>
        <div className="grid gap-5 md:grid-cols-2">
          <FormCheckboxes
            name="audience"
            label={t("staff.groups.audience")}
            options={audiences.map((id) => ({ id, label: words.audience(id) }))}
          />
          <FormCheckboxes
            name="pathways"
            label={t("staff.groups.pathways")}
            options={pathways.map((id) => ({ id, label: words.pathway(id) }))}
          />
          <FormCheckboxes
            name="languages"
            label={t("staff.groups.languages")}
            options={tags.map((id) => ({ id, label: capital(words.language(id)) }))}
          />
          <FormCheckboxes
            name="accessibility"
            label={t("staff.groups.accessibility")}
            options={facts.map((id) => ({ id, label: words.fact(id) }))}
          />
        </div>
      </FormPart>
      <Place />
      <FormPart id="part-chat" title={t("staff.groups.partChat")}>
        <FormSwitch name="chat" label={t("staff.groups.chat")} hint={t("staff.groups.chatHint")} />
        <FormText
          name="chatDays"
          inputMode="numeric"
          label={t("staff.groups.chatDays")}
          hint={t("staff.groups.chatDaysHint", { most: props.mostChatDays })}
          className="max-w-64"
        />
      </FormPart>
    </>
  );
}

function Place() {
  const t = useT();
  const words = useGroupWords();
  const mode = useWatch({ name: "mode" }) as string;
  return (
    <FormPart id="part-where" title={t("staff.groups.partWhere")} text={t("staff.groups.partWhereText")}>
      <FormRadios
        name="mode"
        label={t("staff.groups.mode")}
        options={modes.map((id) => ({ id, label: words.mode(id) }))}
      />
      {mode !== "ONLINE" && <FormText name="location" label={t("staff.groups.location")} maxLength={300} />}
      {mode !== "IN_PERSON" && (
        <>
          <FormText
            name="joinUrl"
            type="url"
            label={t("staff.groups.joinUrl")}
            hint={t("staff.groups.joinUrlHint")}
            maxLength={500}
          />
          <FormText name="joinPhone" type="tel" label={t("staff.groups.joinPhone")} maxLength={40} />
        </>
      )}
    </FormPart>
  );
}
