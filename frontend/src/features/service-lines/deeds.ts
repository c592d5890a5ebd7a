import { useAction } from "@/api/action";
import { keys } from "@/api/keys";
import { graphql } from "@/gql";

const AddPayer = graphql(`
  mutation AddPayer($input: AddPayerInput!) {
    addPayer(input: $input) {
      payer {
        ...PayerParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const AddServiceRules = graphql(`
  mutation AddServiceRules($input: AddServiceRulesInput!) {
    addServiceRules(input: $input) {
      payer {
        ...PayerParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const SetCoverage = graphql(`
  mutation SetCoverage($input: SetCoverageInput!) {
    setCoverage(input: $input) {
      coverage {
        ...CoverageParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const ExportServiceLines = graphql(`
  mutation ExportServiceLines($input: ExportServiceLinesInput!) {
    exportServiceLines(input: $input) {
      serviceExport {
        id
        lines
        units
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);
const AnswerServiceLine = graphql(`
  mutation AnswerServiceLine($serviceLineId: ID!, $answer: PayerAnswer!) {
    answerServiceLine(serviceLineId: $serviceLineId, answer: $answer) {
      serviceLine {
        ...LineParts
      }
      problems {
        ...ProblemParts
      }
    }
  }
`);

/** Open lines are counted anew with whatever changes about who pays. */
const counts = [keys.payers, keys.serviceLines];

export const useAddPayer = () => useAction(AddPayer, (data) => data.addPayer, { invalidates: counts });
export const useAddRules = () => useAction(AddServiceRules, (data) => data.addServiceRules, { invalidates: counts });
export const useSetCoverage = (clientId: string) =>
  useAction(SetCoverage, (data) => data.setCoverage, { invalidates: [keys.coverages(clientId), keys.serviceLines] });
export const useExportLines = () =>
  useAction(ExportServiceLines, (data) => data.exportServiceLines, { invalidates: [keys.serviceLines] });
export const useAnswerLine = () =>
  useAction(AnswerServiceLine, (data) => data.answerServiceLine, { invalidates: [keys.serviceLines] });
