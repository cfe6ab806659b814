import { coreErrors } from "@/lib/core/errors";
import { mariadbProvider } from "../databases/mariadb/mariadb-provider";
import { postgresqlProvider } from "../databases/postgresql/postgresql-provider";
import { dnsProvider } from "../dns/powerdns/dns-provider";
import { mailProvider } from "../mail/server/mail-provider";
import type { ProviderKind } from "./define-provider-kind";

/** The kinds of services that can be connected. A further kind is one file and its line here. */
const kinds: readonly ProviderKind[] = [postgresqlProvider, mariadbProvider, dnsProvider, mailProvider];

export const providerKinds: ReadonlyMap<string, ProviderKind> = new Map(kinds.map((kind) => [kind.kind, kind]));

/** `validation_failed` for a name that is none. */
export function providerKindOf(name: string): ProviderKind {
  const kind = providerKinds.get(name);
  if (kind) return kind;
  const message = `Choose one of ${[...providerKinds.keys()].join(", ")}.`;
  throw coreErrors.validation_failed({ errors: [{ path: "kind", message }] });
}
