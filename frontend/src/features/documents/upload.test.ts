import { describe, expect, test, vi } from "vitest";
import { maxBytes, putWithProgress, sha256, type Ticket, type UploadPorts, type UploadState, upload } from "./upload";

const ticket: Ticket = { documentId: "document:1", method: "PUT", url: "https://files.example.org/q/1", headers: [] };
const file = new File(["hello"], "letter.pdf", { type: "application/pdf" });

function ports(changes: Partial<UploadPorts> = {}): UploadPorts {
  return {
    hash: vi.fn(async () => "aGFzaA=="),
    announce: vi.fn(async () => ({ ok: true as const, ticket })),
    put: vi.fn(async (_ticket: Ticket, _file: Blob, onSent: (share: number) => void) => {
      onSent(0.5);
      return 200;
    }),
    complete: vi.fn(async () => null),
    ...changes,
  };
}

async function run(one: File, changes: Partial<UploadPorts> = {}) {
  const states: UploadState[] = [];
  const used = ports(changes);
  await upload(one, used, (state) => states.push(state), new AbortController().signal);
  return { states, used, last: states.at(-1) };
}

describe("a file on its way", () => {
  test("is measured, announced, sent and completed", async () => {
    const { states, used } = await run(file);
    expect(used.announce).toHaveBeenCalledWith({
      name: "letter.pdf",
      contentType: "application/pdf",
      size: 5,
      sha256: "aGFzaA==",
    });
    expect(states).toEqual([
      { step: "preparing" },
      { step: "sending", sent: 0 },
      { step: "sending", sent: 0.5 },
      { step: "finishing" },
      { step: "done", documentId: "document:1" },
    ]);
  });

  test("is refused here when it is empty or too large, before anything is asked", async () => {
    const { last, used } = await run(new File([], "empty.pdf"));
    expect(last).toEqual({ step: "failed", fault: "size" });
    expect(used.announce).not.toHaveBeenCalled();
    const large = new File(["x"], "large.pdf");
    Object.defineProperty(large, "size", { value: maxBytes + 1 });
    expect((await run(large)).last).toEqual({ step: "failed", fault: "size" });
  });

  test("says what the server refused, in its words", async () => {
    const { last, used } = await run(file, {
      announce: async () => ({ ok: false, fault: { message: "No more room" } }),
    });
    expect(last).toEqual({ step: "failed", fault: { message: "No more room" } });
    expect(used.put).not.toHaveBeenCalled();
  });

  test.each([
    [0, "offline"],
    [403, "expired"],
    [500, "store"],
  ])("an answer %i of the store is %s, and nothing is completed", async (status, fault) => {
    const { last, used } = await run(file, { put: async () => status });
    expect(last).toEqual({ step: "failed", fault });
    expect(used.complete).not.toHaveBeenCalled();
  });

  test("that cannot be completed has failed", async () => {
    expect((await run(file, { complete: async () => "offline" })).last).toEqual({ step: "failed", fault: "offline" });
  });
});

test("the checksum is the base64 of the SHA-256", async () => {
  expect(await sha256(new TextEncoder().encode("hello").buffer as ArrayBuffer)).toBe(
    "LPJNul+wow4m6DsqxbninhsWHlwfp0JecwQzYpOLmCQ=",
  );
});

test("the request to the store carries the announced headers, but those that only the browser may set", async () => {
  const set: string[] = [];
  class FakeRequest {
    upload = {
      onprogress: null as ((event: { lengthComputable: boolean; loaded: number; total: number }) => void) | null,
    };
    status = 200;
    onload: (() => void) | null = null;
    open() {}
    setRequestHeader(name: string) {
      set.push(name);
    }
    send() {
      this.upload.onprogress?.({ lengthComputable: true, loaded: 1, total: 4 });
      this.onload?.();
    }
  }
  vi.stubGlobal("XMLHttpRequest", FakeRequest);
  const shares: number[] = [];
  const headers = ["content-type", "content-length", "x-amz-checksum-sha256"].map((name) => ({ name, value: "v" }));
  const status = await putWithProgress(
    { ...ticket, headers },
    file,
    (share) => shares.push(share),
    new AbortController().signal,
  );
  expect(status).toBe(200);
  expect(set).toEqual(["content-type", "x-amz-checksum-sha256"]);
  expect(shares).toEqual([0.25]);
  vi.unstubAllGlobals();
});
