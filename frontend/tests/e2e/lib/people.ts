import { randomUUID } from "node:crypto";
/** The people of the demo who have a password. */
export const people = {
  robin: { email: "robin@harbor.example", center: "harbor-light", home: "/harbor-light/app/home" },
  dana: { email: "dana@harbor.example", center: "harbor-light", home: "/harbor-light/app/home" },
  helen: { email: "helen@harbor.example", center: "harbor-light", home: "/harbor-light/app/home" },
  ana: { email: "ana@mail.example", center: "harbor-light", home: "/harbor-light/me/today" },
  elena: { email: "elena@sierra.example", center: "sierra-commons", home: "/sierra-commons/app/home" },
  joaquin: { email: "joaquin@sierra.example", center: "sierra-commons", home: "/sierra-commons/app/home" },
  rosa: { email: "rosa@mail.example", center: "sierra-commons", home: "/sierra-commons/me/today" },
} as const;

export type Known = keyof typeof people;

export const password = "lantern copper tide 42";
export const operatorEmail = "operator@cairn.example";

/** Names nobody had before, so that a second run on the same demo works too. */
export const unique = `${Date.now().toString(36)}${Math.floor(Math.random() * 1296).toString(36)}`;

/** An address of one's own: two stories may call somebody the same. */
export const addressOf = (name: string) =>
  `${name
    .toLowerCase()
    .match(/[a-z]+/g)
    ?.join(".")}.${randomUUID().slice(0, 8)}@mail.example`;
