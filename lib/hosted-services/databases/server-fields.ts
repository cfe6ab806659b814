import type { ProviderField } from "../providers/contract";

/** Fields of the connection to a database server. `help`: of the URL. */
export const databaseServerFields = (help: string, port: number): ProviderField[] => [
  { name: "url", label: "Connection URL", kind: "secret", required: true, help, initial: null },
  {
    name: "publicHost",
    label: "Host for customers",
    kind: "text",
    required: true,
    help: "The address that customers connect to.",
    initial: null,
  },
  { name: "publicPort", label: "Port for customers", kind: "number", required: true, help: "", initial: port },
];
