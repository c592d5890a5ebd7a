import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const CareSaveNote = graphql(`
  mutation CareSaveNote($input: SaveSessionNoteInput!) {
    saveSessionNote(input: $input) {
      note {
        ...CareNote
      }
      setAside
      problems {
        ...ProblemParts
      }
    }
  }
`);
const CareDropCopy = graphql(`
  mutation CareDropCopy($sessionId: ID!, $noteCopyId: ID!) {
    dropNoteCopy(sessionId: $sessionId, noteCopyId: $noteCopyId) {
      note {
        ...CareNote
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const CareOpenNote = graphql(`
  mutation CareOpenNote($sessionId: ID!, $open: Boolean!) {
    openNoteToClient(sessionId: $sessionId, open: $open) {
      note {
        ...CareNote
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const CareSignNote = graphql(`
  mutation CareSignNote($sessionId: ID!, $version: Int!) {
    signSessionNote(sessionId: $sessionId, version: $version) {
      note {
        ...CareNote
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const CareCoSignNote = graphql(`
  mutation CareCoSignNote($sessionNoteId: ID!) {
    coSignSessionNote(sessionNoteId: $sessionNoteId) {
      note {
        ...CareNote
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const CareAddAddendum = graphql(`
  mutation CareAddAddendum($input: AddNoteAddendumInput!) {
    addNoteAddendum(input: $input) {
      note {
        ...CareNote
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

const CareVoidNote = graphql(`
  mutation CareVoidNote($sessionNoteId: ID!, $reason: String!) {
    voidSessionNote(sessionNoteId: $sessionNoteId, reason: $reason) {
      note {
        id
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** What a signature changes elsewhere. */
const signs = [keys.notesWaiting, keys.serviceLines];

/** Saving makes nothing stale: what it answers is what is shown. */
export const useSaveNote = () => useAction(CareSaveNote, (data) => data.saveSessionNote);
export const useDropCopy = () => useAction(CareDropCopy, (data) => data.dropNoteCopy);
export const useOpenNote = () => useAction(CareOpenNote, (data) => data.openNoteToClient);
export const useSignNote = () => useAction(CareSignNote, (data) => data.signSessionNote, { invalidates: signs });
export const useCoSignNote = () => useAction(CareCoSignNote, (data) => data.coSignSessionNote, { invalidates: signs });
export const useAddAddendum = () => useAction(CareAddAddendum, (data) => data.addNoteAddendum);
export const useVoidNote = (sessionId: string) =>
  useAction(CareVoidNote, (data) => data.voidSessionNote, { invalidates: [keys.note(sessionId), ...signs] });
