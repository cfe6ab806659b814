import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import type { HostedProvider } from "@/lib/db/generated/client";

const column = "hosted_provider:connection";

export function sealConnection(id: string, connection: unknown): string {
  return fieldCipher().encrypt(JSON.stringify(connection), column, id);
}

/** What is stored: the whole connection of an external service, the password of a managed one. */
export function openSealed({ id, connectionSealed }: Pick<HostedProvider, "id" | "connectionSealed">): unknown {
  return JSON.parse(fieldCipher().decrypt(connectionSealed, column, id));
}
