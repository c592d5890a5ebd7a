import { useQueryClient } from "@tanstack/react-query";
import { useEffect, useRef, useState } from "react";
import { asApiError } from "@/api/errors";
import { request } from "@/api/fetcher";
import { keys } from "@/api/keys";
import { told } from "@/api/problems";
import { graphql } from "@/gql";
import { newKey } from "@/lib/ids";
import {
  type Announced,
  putWithProgress,
  sha256,
  type UploadFault,
  type UploadPorts,
  type UploadState,
  upload,
} from "./upload";

const CreateUpload = graphql(`
  mutation CreateUpload($input: CreateUploadInput!) {
    createUpload(input: $input) {
      document {
        id
      }
      upload {
        method
        url
        headers {
          name
          value
        }
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const CompleteUpload = graphql(`
  mutation CompleteUpload($documentId: ID!) {
    completeUpload(documentId: $documentId) {
      document {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

function faultOf(error: unknown): UploadFault {
  return ["offline", "timeout"].includes(asApiError(error).kind) ? "offline" : "store";
}

function ports(target: { clientId: string; sessionId?: string }): UploadPorts {
  return {
    hash: sha256,
    put: putWithProgress,
    announce: async (file): Promise<Announced> => {
      try {
        const { createUpload: made } = await request(CreateUpload, {
          input: { clientMutationId: newKey(), ...target, ...file },
        });
        const [problem] = told(made).problems;
        if (problem) return { ok: false, fault: { message: problem.message } };
        if (!made.document || !made.upload) return { ok: false, fault: "store" };
        return { ok: true, ticket: { documentId: made.document.id, ...made.upload } };
      } catch (error) {
        return { ok: false, fault: faultOf(error) };
      }
    },
    complete: async (documentId) => {
      try {
        const [problem] = told((await request(CompleteUpload, { documentId })).completeUpload).problems;
        return problem ? { message: problem.message } : null;
      } catch (error) {
        return faultOf(error);
      }
    },
  };
}

export type Uploading = { id: string; file: File; state: UploadState };

/** Files on their way to a client's documents: sent one after the other, each can be tried again or taken off the list. */
export function useUploads(target: { clientId: string; sessionId?: string }) {
  const queryClient = useQueryClient();
  const [list, setList] = useState<readonly Uploading[]>([]);
  const line = useRef<Promise<void>>(Promise.resolve());
  const [stop] = useState(() => new AbortController());
  useEffect(() => () => stop.abort(), [stop]);

  const set = (id: string, state: UploadState) =>
    setList((now) => now.map((one) => (one.id === id ? { ...one, state } : one)));
  const remove = (id: string) => setList((now) => now.filter((one) => one.id !== id));

  function send(id: string, file: File) {
    line.current = line.current.then(async () => {
      await upload(
        file,
        ports(target),
        (state) => {
          set(id, state);
          if (state.step === "done") remove(id);
        },
        stop.signal,
      );
      await queryClient.invalidateQueries({ queryKey: keys.documents });
    });
  }

  return {
    list,
    remove,
    add: (files: readonly File[]) => {
      for (const file of files) {
        const id = newKey();
        setList((now) => [...now, { id, file, state: { step: "preparing" } }]);
        send(id, file);
      }
    },
    retry: (one: Uploading) => {
      set(one.id, { step: "preparing" });
      send(one.id, one.file);
    },
  };
}
