import { useQueryClient } from "@tanstack/react-query";
import { type RefObject, useCallback, useEffect, useRef, useState } from "react";
import type { ApiError } from "@/api/errors";
import type { Problem } from "@/api/problems";
import { useSignedOut } from "@/api/signed-out";
import { unmask } from "@/gql";
import type { CareNoteFragment } from "@/gql/graphql";
import { useSaveNote } from "./deeds";
import { answersOf, type Draft, draftFrom, sameText } from "./draft";
import { CareNote, noteOf } from "./queries";

const idle = 2_000;
const retry = 5_000;

export type Saving = {
  state: "clean" | "typing" | "saving" | "failed";
  savedAt?: string;
  error?: ApiError;
  problems: readonly Problem[];
};

const fromNote = (note: CareNoteFragment | null, template: string): Draft =>
  note ? draftFrom(note.template.key, note.answers) : { template, answers: {} };

/**
 * A text that saves itself when typing pauses. It stays on the page until the server has it: offline it tries again, and
 * when the sign-in ended it goes on after the next one. Text that came too late for its version is kept beside the newer.
 */
export function useNoteDraft(sessionId: string, note: CareNoteFragment | null, firstTemplate: string) {
  const queryClient = useQueryClient();
  const save = useSaveNote();
  const [draft, setDraft] = useState(() => fromNote(note, firstTemplate));
  const [saving, setSaving] = useState<Saving>({ state: "clean", savedAt: note?.savedAt, problems: [] });
  const latest = useRef(draft);
  const kept = useRef({ text: draft, version: note?.version ?? 0 });
  const running = useRef<Promise<boolean> | null>(null);
  const clean = () => sameText(latest.current, kept.current.text);

  const show = useCallback((text: Draft) => {
    latest.current = text;
    setDraft(text);
  }, []);

  const write = useCallback(async (): Promise<boolean> => {
    while (!sameText(latest.current, kept.current.text)) {
      const sent = latest.current;
      setSaving((before) => ({ ...before, state: "saving" }));
      const input = { sessionId, template: sent.template, answers: answersOf(sent), version: kept.current.version };
      const outcome = await save.run({ input });
      if (!outcome.ok || !outcome.payload.note) {
        const { error, problems } = outcome.ok ? { error: undefined, problems: [] } : outcome;
        setSaving((before) => ({ ...before, state: "failed", error, problems }));
        return false;
      }
      queryClient.setQueryData(noteOf(sessionId).queryKey, { sessionNote: outcome.payload.note });
      const newest = unmask(CareNote, outcome.payload.note);
      const typedOn = latest.current !== sent;
      if (!outcome.payload.setAside) kept.current = { text: sent, version: newest.version };
      // What was typed meanwhile goes beside the newer text as well; only then the newer one is shown.
      else if (!typedOn) {
        kept.current = { text: fromNote(newest, sent.template), version: newest.version };
        show(kept.current.text);
      }
      setSaving({ state: typedOn ? "typing" : "clean", savedAt: newest.savedAt, problems: [] });
    }
    return true;
  }, [sessionId, save.run, queryClient, show]);

  /** Saves what is not saved, one request at a time; true when all of it is. */
  const flush = useCallback((): Promise<boolean> => {
    running.current ??= write().finally(() => {
      running.current = null;
    });
    return running.current;
  }, [write]);

  function edit(next: Draft) {
    show(next);
    if (saving.state === "clean") setSaving((before) => ({ ...before, state: clean() ? "clean" : "typing" }));
  }

  useIdle(draft, kept, flush);
  useRetries(saving, flush);
  useNewer(note, clean, (newer) => {
    kept.current = { text: fromNote(newer, firstTemplate), version: newer.version };
    show(kept.current.text);
    setSaving({ state: "clean", savedAt: newer.savedAt, problems: [] });
  });
  return { draft, edit, saving, flush, version: () => kept.current.version, isClean: clean };
}
export type NoteDraft = ReturnType<typeof useNoteDraft>;

/** Saves when typing pauses. `kept`: the text that the server has. */
function useIdle(draft: Draft, kept: RefObject<{ text: Draft }>, flush: () => Promise<boolean>): void {
  useEffect(() => {
    if (sameText(draft, kept.current.text)) return;
    const timer = setTimeout(() => void flush(), idle);
    return () => clearTimeout(timer);
  }, [draft, kept, flush]);
}

/** What could not be saved is tried again: after a while, when the line is back, and after signing in again. */
function useRetries(saving: Saving, flush: () => Promise<boolean>): void {
  const signedOut = useSignedOut();
  const waits = saving.state === "failed" && saving.problems.length === 0;
  const wasOut = useRef(false);
  useEffect(() => {
    if (signedOut) {
      wasOut.current = true;
      return;
    }
    if (!waits) return;
    const again = () => void flush();
    if (wasOut.current) again();
    wasOut.current = false;
    const timer = setInterval(again, retry);
    window.addEventListener("online", again);
    return () => {
      clearInterval(timer);
      window.removeEventListener("online", again);
    };
  }, [waits, signedOut, flush]);
}

/** A newer text from elsewhere is shown while nothing here waits to be saved. */
function useNewer(note: CareNoteFragment | null, clean: () => boolean, adopt: (newer: CareNoteFragment) => void): void {
  const seen = useRef(note?.version ?? 0);
  const act = useRef({ clean, adopt });
  act.current = { clean, adopt };
  useEffect(() => {
    if (note?.state !== "DRAFT" || note.version <= seen.current) return;
    seen.current = note.version;
    if (act.current.clean()) act.current.adopt(note);
  }, [note]);
}
