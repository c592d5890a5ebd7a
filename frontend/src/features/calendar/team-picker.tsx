import { useSuspenseQuery } from "@tanstack/react-query";
import { Users } from "lucide-react";
import { useRef, useState } from "react";
import { useT } from "@/i18n";
import { Button } from "@/ui";
import { CheckboxGroup } from "@/ui/fields";
import { Popover } from "@/ui/overlay";
import { counselors } from "./queries";
import { mostPeople } from "./search";
import { WhoSelect } from "./toolbar";

/** Whose calendars: one by the list, several by ticks. */
export function TeamPicker(props: { people: readonly string[]; onPeople: (ids: readonly string[]) => void }) {
  const t = useT();
  const { people, onPeople } = props;
  const list = useSuspenseQuery(counselors).data.counselors;
  const button = useRef<HTMLButtonElement>(null);
  const [open, setOpen] = useState(false);
  const [chosen, setChosen] = useState<string[]>([]);
  const names = list.filter((one) => people.includes(one.id)).map((one) => one.name);
  return (
    <div className="flex flex-wrap items-center gap-2">
      {people.length > 1 ? (
        <p className="min-w-0 font-semibold break-words">{names.join(", ")}</p>
      ) : (
        <WhoSelect who={people[0] ?? ""} onWho={(id) => onPeople([id])} />
      )}
      <Button
        ref={button}
        variant="secondary"
        size="small"
        icon={<Users size={16} aria-hidden />}
        onPress={() => {
          setChosen([...people]);
          setOpen(true);
        }}
      >
        {people.length > 1 ? t("desk.cal.team", { count: people.length }) : t("desk.cal.people")}
      </Button>
      <Popover
        label={t("desk.cal.people")}
        triggerRef={button}
        isOpen={open}
        onOpenChange={setOpen}
        placement="bottom start"
        className="w-72"
      >
        <div className="grid gap-3">
          <CheckboxGroup
            label={t("desk.cal.people")}
            hint={t("desk.cal.peopleText")}
            className="max-h-80 overflow-y-auto"
            value={chosen}
            onChange={(ids) => setChosen(ids.slice(0, mostPeople))}
            options={list.map((one) => ({ id: one.id, label: one.name }))}
          />
          <Button
            isDisabled={chosen.length === 0}
            onPress={() => {
              setOpen(false);
              onPeople(list.map((one) => one.id).filter((id) => chosen.includes(id)));
            }}
          >
            {t("desk.cal.show")}
          </Button>
        </div>
      </Popover>
    </div>
  );
}
