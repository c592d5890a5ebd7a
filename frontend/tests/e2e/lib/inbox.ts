import { expect } from "@playwright/test";

/** A mail as the catcher's inbox tells it. */
export type Mail = {
  id: number;
  to: string[];
  from: string;
  subject: string;
  text: string;
  html: string;
  calendar: string | null;
  calendarMethod: string | null;
  links: string[];
  headers: Array<[string, string]>;
};

const inbox = process.env.CAIRN_INBOX_URL ?? "http://127.0.0.1:8025";

async function ask(query: Record<string, string>): Promise<Mail[]> {
  const answer = await fetch(`${inbox}/api/mails?${new URLSearchParams(query)}`);
  if (!answer.ok) throw new Error(`the inbox answers ${answer.status}`);
  return (await answer.json()) as Mail[];
}

/** Where the inbox stands: mails after it are new. */
export async function mark(): Promise<number> {
  const mails = await ask({});
  return mails.at(-1)?.id ?? 0;
}

/** The first mail to `to` that came after `after` and fits. Waits for it. */
export async function mailTo(to: string, after: number, fits: (mail: Mail) => boolean = () => true): Promise<Mail> {
  let found: Mail | undefined;
  await expect
    .poll(
      async () => {
        found = (await ask({ to, after: String(after) })).find(fits);
        return found !== undefined;
      },
      { message: `a mail to ${to}`, timeout: 40_000, intervals: [150, 300, 500] },
    )
    .toBe(true);
  return found as Mail;
}

/** Everything that was sent to `to` since. */
export async function mailsTo(to: string, after: number): Promise<Mail[]> {
  return await ask({ to, after: String(after) });
}

export function codeIn(mail: Mail): string {
  const code = /^\s*(\d{3}\s?\d{3})\s*$/m.exec(mail.text)?.[1];
  if (!code) throw new Error(`no code in: ${mail.text}`);
  return code;
}

export function linkIn(mail: Mail, part: string): string {
  const link = mail.links.find((one) => one.includes(part));
  if (!link) throw new Error(`no link with ${part} in: ${mail.links.join(" ")}`);
  return link;
}

/** What a stranger who reads over the shoulder must not find in a mail: topic, place, program, people. */
const telling =
  /rehab|recover|sober|addict|alcohol|drug|substance|treatment|counsel|therap|clinic|patient|session|center|harbor|sierra|dana|reyes|adicc|rehabilit|recuper|consejer|terap|sesi[oó]n|centro/i;

export function expectDiscreet(mail: Mail): void {
  const words = [mail.from, mail.subject, mail.text, mail.html.replace(/<style>[\s\S]*?<\/style>/g, ""), mail.calendar];
  for (const [name, value] of mail.headers) if (!/^(to|received|delivered-to)$/i.test(name)) words.push(value);
  for (const word of words) {
    // The way the mail went and where its links lead are no words: links carry a random token only.
    const shown = (word ?? "").replace(/https?:\/\/[^\s"<]+/g, (link) =>
      new URL(link).pathname.replace(/[\w-]{32,}/, ""),
    );
    expect(telling.exec(shown)?.[0], shown).toBeUndefined();
  }
}
