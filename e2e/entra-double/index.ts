/**
 * A double of Microsoft Entra, written from what Microsoft publishes and nothing else: "Request Service REST API issuance
 * specification", "… presentation specification", "Request Service API error codes", "Using Face Check with Verified ID",
 * "OAuth 2.0 client credentials flow", "Certificate credentials" (learn.microsoft.com/entra), and "Create
 * temporaryAccessPassMethod" (learn.microsoft.com/graph). Names in quotes in its files are headings there.
 */
export {
  AUTHORITY,
  CLIENT,
  type EntraDouble,
  type EntraDoubleOptions,
  type Presented,
  startEntraDouble,
  TENANT,
} from './double.ts';
export type { DirectoryUser } from './graph.ts';
