import { act, render, screen } from "@testing-library/react";
import { useState } from "react";
import { expect, test, vi } from "vitest";
import { keepFocus } from "./keep-focus";

function Asked() {
  const [names, setNames] = useState(["Ana", "Ben", "Cleo"]);
  return (
    <main>
      <h1 tabIndex={-1}>Monday</h1>
      {names.length > 0 && (
        <ul ref={keepFocus}>
          {names.map((name) => (
            <li key={name}>
              <button type="button" onClick={() => setNames(names.filter((one) => one !== name))}>
                {name}
              </button>
            </li>
          ))}
        </ul>
      )}
      <button type="button" onClick={() => setNames((all) => all.slice(1))}>
        Elsewhere
      </button>
    </main>
  );
}

const button = (name: string) => screen.getByRole("button", { name });

test("the next row takes the focus of one that is answered, and the heading that of the last", async () => {
  render(<Asked />);
  for (const [answered, next] of [
    ["Ben", "Cleo"],
    ["Cleo", "Ana"],
  ] as const) {
    act(() => button(answered).focus());
    act(() => button(answered).click());
    await vi.waitFor(() => expect(document.activeElement).toBe(button(next)));
  }
  act(() => button("Ana").click());
  await vi.waitFor(() => expect(document.activeElement).toBe(screen.getByRole("heading")));
});

test("whoever has gone on elsewhere stays there", async () => {
  render(<Asked />);
  act(() => button("Ana").focus());
  act(() => button("Elsewhere").focus());
  act(() => button("Elsewhere").click());
  await act(async () => {
    await new Promise((done) => setTimeout(done));
  });
  expect(document.activeElement).toBe(button("Elsewhere"));
});
