import type { CodegenConfig } from "@graphql-codegen/cli";

const scalars = {
  ID: { input: "string", output: "string" },
  DateTime: "string",
  LocalDate: "string",
  LocalTime: "string",
  LocalDateTime: "string",
  TimeZone: "string",
};
const config = {
  documentMode: "string",
  useTypeImports: true,
  enumsAsTypes: true,
  namingConvention: "keep",
  strictScalars: true,
  defaultScalarType: "unknown",
  scalars,
} as const;
const presetConfig = {
  fragmentMasking: { unmaskFunctionName: "unmask" },
  persistedDocuments: {
    hashAlgorithm: "sha256",
    hashPropertyName: "documentId",
    mode: "embedHashInDocument",
  },
} as const;

export default {
  ignoreNoDocuments: true,
  generates: {
    "./src/gql/": {
      schema: "../schema.graphql",
      documents: ["src/**/*.{ts,tsx}", "!src/gql/**", "!src/ops/**", "!src/**/*.test.{ts,tsx}"],
      preset: "client",
      config,
      presetConfig,
    },
    "./src/ops/gql/": {
      schema: "../operator.graphql",
      documents: ["src/ops/**/*.{ts,tsx}", "!src/ops/gql/**", "!src/ops/**/*.test.{ts,tsx}"],
      preset: "client",
      config,
      presetConfig,
    },
  },
} satisfies CodegenConfig;
