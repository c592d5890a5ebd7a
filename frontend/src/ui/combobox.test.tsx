import { render, screen } from "@testing-library/react";
import userEvent from "@testing-library/user-event";
import { useState } from "react";
import { expect, test } from "vitest";
import { ComboBox } from "./combobox";
import type { Option } from "./field-parts";

const linnea: Option = { id: "1", label: "Linnea Falk" };

/** A search that answers something else as soon as somebody was chosen. */
function Search() {
  const [value, setValue] = useState<string | null>(null);
  return (
    <>
      <ComboBox
        label="Client"
        options={value === null ? [linnea] : [{ id: "2", label: "Somebody else" }]}
        value={value}
        onChange={setValue}
        onSearch={() => undefined}
        empty="Nobody"
      />
      <button type="button">Next</button>
      <output>{value ?? "nobody"}</output>
    </>
  );
}

test("who was chosen stays, whatever the search finds afterwards", async () => {
  const user = userEvent.setup();
  render(<Search />);
  const field = screen.getByRole<HTMLInputElement>("combobox", { name: "Client" });
  await user.type(field, "Linnea");
  await user.click(await screen.findByRole("option", { name: "Linnea Falk" }));
  await user.click(screen.getByRole("button", { name: "Next" }));
  expect(screen.getByRole("status").textContent).toBe("1");
  expect(field.value).toBe("Linnea Falk");
});
