import { type ReactNode, useState } from "react";
import {
  ComboBox as AriaComboBox,
  FieldError,
  Input,
  Label,
  ListBox,
  ListBoxItem,
  Popover,
  Text,
} from "react-aria-components";
import { cx } from "@/lib/cx";
import { inputClass, itemClass, type Option, popoverClass } from "./field-parts";

/**
 * A field that finds while one types. `options` are what fits `onSearch`'s text: the caller asks the server.
 * `empty` says why nothing fits.
 */
export function ComboBox(props: {
  label: string;
  hint?: ReactNode;
  error?: string;
  options: readonly Option[];
  value: string | null;
  onChange: (id: string | null) => void;
  onSearch: (text: string) => void;
  empty: string;
  autoFocus?: boolean;
  placeholder?: string;
}) {
  const [text, setText] = useState("");
  const [last, setLast] = useState<Option>();
  // By the time the field is left, the options may be those of another search: a choice that is not among them would be
  // taken for none, and be lost.
  const chosen = last && last.id === props.value ? last : undefined;
  const kept = chosen && !props.options.some((one) => one.id === chosen.id);

  function choose(id: string | null) {
    const option = [...props.options, ...(chosen ? [chosen] : [])].find((one) => one.id === id);
    setLast(option);
    setText(option?.label ?? "");
    props.onChange(id);
  }
  return (
    <AriaComboBox
      items={kept ? [chosen, ...props.options] : props.options}
      inputValue={text}
      onInputChange={(next) => {
        setText(next);
        props.onSearch(next);
      }}
      value={props.value}
      onChange={(key) => choose(key === null ? null : String(key))}
      isInvalid={Boolean(props.error)}
      validationBehavior="aria"
      allowsEmptyCollection
      menuTrigger="focus"
      autoFocus={props.autoFocus}
      className="grid grid-cols-[minmax(0,1fr)] gap-1.5"
    >
      <Label className="font-semibold">{props.label}</Label>
      {props.hint && (
        <Text slot="description" className="text-small text-ink-2">
          {props.hint}
        </Text>
      )}
      <FieldError className="text-small font-semibold text-rose">{props.error}</FieldError>
      <Input className={inputClass} placeholder={props.placeholder} />
      <Popover className={cx(popoverClass, "w-(--trigger-width) min-w-56")}>
        <ListBox
          className="max-h-72 overflow-auto p-1.5"
          renderEmptyState={() => <p className="px-3 py-2 text-small text-ink-2">{props.empty}</p>}
        >
          {(option: Option) => <Choice {...option} />}
        </ListBox>
      </Popover>
    </AriaComboBox>
  );
}

function Choice({ id, label, detail }: Option) {
  return (
    <ListBoxItem id={id} textValue={label} className={itemClass}>
      <span className="grid min-w-0">
        <Text slot="label">{label}</Text>
        {detail && (
          <Text slot="description" className="text-small text-ink-2">
            {detail}
          </Text>
        )}
      </span>
    </ListBoxItem>
  );
}
