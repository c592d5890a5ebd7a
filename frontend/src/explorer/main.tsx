import "graphiql/style.css";
import "./page.css";
import { createGraphiQLFetcher, type Fetcher } from "@graphiql/toolkit";
import { GraphiQL } from "graphiql";
import { parse, print, separateOperations } from "graphql";
import { createClient } from "graphql-ws";
import { createRoot } from "react-dom/client";

const first = `# Asks as whoever is signed in, over the same cookie. Ctrl+Enter runs it.
query Hello {
  viewer {
    center { name }
    permissions
    today
  }
}
`;

const send = createGraphiQLFetcher({
  url: "/graphql",
  headers: { "x-graphql-require-preflight": "1" },
  enableIncrementalDelivery: false,
  wsClient: createClient({
    url: `${location.protocol === "https:" ? "wss" : "ws"}://${location.host}/graphql/live`,
    lazy: true,
  }),
});

/** The server takes one operation with each request: of a tab that holds several, the chosen one is sent. */
const fetcher: Fetcher = (asked, options) => {
  const chosen = asked.operationName;
  const alone = chosen ? separateOperations(parse(asked.query))[chosen] : undefined;
  return send(alone ? { ...asked, query: print(alone) } : asked, options);
};

// The layers over the page bring styles of their own; this is where they look for the page's permission.
const nonce = document.querySelector<HTMLElement>("meta[property=csp-nonce]")?.nonce;
Object.assign(globalThis, { __webpack_nonce__: nonce });

const root = document.getElementById("root");
if (root) {
  createRoot(root).render(
    <GraphiQL
      fetcher={fetcher}
      defaultQuery={first}
      defaultEditorToolsVisibility="variables"
      isHeadersEditorEnabled={false}
      showPersistHeadersSettings={false}
    />,
  );
}
