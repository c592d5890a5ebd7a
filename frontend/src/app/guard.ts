import { boot } from "@/api/boot";

/** A neutral page that many people have open. */
const elsewhere = "https://www.weather.gov/";

/** Leaves at once: covers the page, ends the sign-in, and goes where nothing can be told from. */
export function leaveNow(): void {
  document.title = "";
  document.body.replaceChildren();
  void fetch("/leave", { method: "POST", credentials: "same-origin", keepalive: true, redirect: "manual" }).catch(
    () => {},
  );
  location.replace(elsewhere);
}

/** Signs out with a plain form post: it works whatever state the app is in. */
export function signOut(): void {
  const form = document.createElement("form");
  form.method = "post";
  form.action = boot().audience === "ops" ? "/ops/sign-out" : "/sign-out";
  document.body.append(form);
  form.submit();
}

/** Three presses of Shift within five seconds leave; a page brought back by Back loads anew, so that it asks who is there. */
export function guardPage(): void {
  let presses: number[] = [];
  addEventListener("keyup", (event) => {
    if (event.key !== "Shift") {
      presses = [];
      return;
    }
    presses = [...presses, event.timeStamp].filter((at) => event.timeStamp - at < 5000);
    if (presses.length >= 3 && boot().audience === "portal") leaveNow();
  });
  addEventListener("pageshow", (event) => {
    if (event.persisted) location.reload();
  });
}
