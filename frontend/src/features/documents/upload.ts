/** One file on its way: measured, announced, sent straight to the store, and completed. */
export type UploadFault = "size" | "read" | "offline" | "expired" | "store" | { message: string };
export type UploadState =
  | { step: "preparing" }
  | { step: "sending"; sent: number }
  | { step: "finishing" }
  | { step: "done"; documentId: string }
  | { step: "failed"; fault: UploadFault };

export type Ticket = {
  documentId: string;
  method: string;
  url: string;
  headers: ReadonlyArray<{ name: string; value: string }>;
};
export type Announced = { ok: true; ticket: Ticket } | { ok: false; fault: UploadFault };

export type UploadPorts = {
  hash: (bytes: ArrayBuffer) => Promise<string>;
  announce: (file: { name: string; contentType: string; size: number; sha256: string }) => Promise<Announced>;
  put: (ticket: Ticket, file: Blob, onSent: (share: number) => void, signal: AbortSignal) => Promise<number>;
  complete: (documentId: string) => Promise<UploadFault | null>;
};

/** 25 MB: what the server takes, too. Said here so that nobody waits for a refusal. */
export const maxBytes = 25 * 1024 * 1024;

/** Base64 of the SHA-256 of the bytes. */
export async function sha256(bytes: ArrayBuffer): Promise<string> {
  const digest = new Uint8Array(await crypto.subtle.digest("SHA-256", bytes));
  return btoa(String.fromCharCode(...digest));
}

/** Sends one file. Never throws: each end is a state. A retry begins anew, because a link may have expired. */
export async function upload(
  file: File,
  ports: UploadPorts,
  onState: (state: UploadState) => void,
  signal: AbortSignal,
): Promise<void> {
  const fail = (fault: UploadFault) => onState({ step: "failed", fault });
  onState({ step: "preparing" });
  if (file.size === 0 || file.size > maxBytes) return fail("size");
  const bytes = await file.arrayBuffer().catch(() => null);
  if (!bytes) return fail("read");
  const announced = await ports.announce({
    name: file.name,
    contentType: file.type || "application/octet-stream",
    size: file.size,
    sha256: await ports.hash(bytes),
  });
  if (!announced.ok) return fail(announced.fault);
  const { ticket } = announced;
  onState({ step: "sending", sent: 0 });
  const status = await ports.put(ticket, file, (sent) => onState({ step: "sending", sent }), signal);
  if (status === 0) return fail("offline");
  if (status === 403) return fail("expired");
  if (status < 200 || status > 299) return fail("store");
  onState({ step: "finishing" });
  const fault = await ports.complete(ticket.documentId);
  if (fault) return fail(fault);
  onState({ step: "done", documentId: ticket.documentId });
}

/** The one request that does not go to our server: `fetch` tells no progress, XMLHttpRequest does. 0 means no answer. */
export function putWithProgress(
  ticket: Ticket,
  file: Blob,
  onSent: (share: number) => void,
  signal: AbortSignal,
): Promise<number> {
  return new Promise((resolve) => {
    const request = new XMLHttpRequest();
    request.open(ticket.method, ticket.url);
    // The browser sets these two itself, and refuses to be told.
    const own = new Set(["content-length", "host"]);
    for (const { name, value } of ticket.headers) {
      if (!own.has(name.toLowerCase())) request.setRequestHeader(name, value);
    }
    request.upload.onprogress = (event) => event.lengthComputable && onSent(event.loaded / event.total);
    request.onload = () => resolve(request.status);
    request.onerror = () => resolve(0);
    request.onabort = () => resolve(0);
    signal.addEventListener("abort", () => request.abort());
    request.send(file);
  });
}
