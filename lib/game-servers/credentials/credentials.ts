import { generateSecurePassword } from "@/lib/core/encryption/crypto";
import { fieldCipher } from "@/lib/core/encryption/field-cipher";
import { env } from "@/lib/core/env";
import type { Sql } from "@/lib/db/transaction";
import { findWorkload } from "@/lib/workloads/load-workload";
import type { CredentialsView } from "../contract";

/** A server's secrets: the remote console's password and the panel login that opens this one server. */
export type Credentials = { rconPassword: string; panelUsername: string; panelPassword: string };

const rconColumn = "server_credential:rcon_password";
const panelColumn = "server_credential:panel_password";

export function newCredentials(serverId: string): Credentials {
  return {
    rconPassword: generateSecurePassword(12),
    // The tail of the id: unique, and reveals nothing that the server's address does not.
    panelUsername: `srv-${serverId.slice(-10)}`,
    panelPassword: generateSecurePassword(16),
  };
}

/** The sealed columns, bound to their row. */
export function sealCredentials(serverId: string, credentials: Credentials): { rcon: string; panel: string } {
  return {
    rcon: fieldCipher().encrypt(credentials.rconPassword, rconColumn, serverId),
    panel: fieldCipher().encrypt(credentials.panelPassword, panelColumn, serverId),
  };
}

type Row = { serverId: string; rconPasswordSealed: string; panelUsername: string; panelPasswordSealed: string };

function open({ serverId, rconPasswordSealed, panelUsername, panelPasswordSealed }: Row): Credentials {
  return {
    rconPassword: fieldCipher().decrypt(rconPasswordSealed, rconColumn, serverId),
    panelUsername,
    panelPassword: fieldCipher().decrypt(panelPasswordSealed, panelColumn, serverId),
  };
}

/** The secrets in clear; callers have authorised and audited, or are the worker starting the game. */
export async function openCredentials(db: Sql, serverId: string): Promise<Credentials | null> {
  const row = await db.prisma.serverCredential.findUnique({ where: { serverId } });
  return row ? open(row) : null;
}

/** For sign-in with a panel login: the server and password of a username. */
export async function findPanelLogin(
  db: Sql,
  username: string,
): Promise<{ serverId: string; ownerId: string; password: string } | null> {
  const row = await db.prisma.serverCredential.findUnique({ where: { panelUsername: username } });
  const workload = row && (await findWorkload(db, row.serverId));
  return workload ? { serverId: row.serverId, ownerId: workload.ownerId, password: open(row).panelPassword } : null;
}

export function panelUrl(serverId: string): string {
  return `${env().NEXTAUTH_URL}/servers/${serverId}`;
}

export function describeCredentials(
  server: { id: string; publicAddress: string | null; mainPort: number | null; rconPort: number },
  credentials: Credentials,
): CredentialsView {
  return {
    ipAddress: server.publicAddress,
    port: server.mainPort,
    rconPort: server.rconPort,
    rconPassword: credentials.rconPassword,
    panel: {
      url: panelUrl(server.id),
      username: credentials.panelUsername,
      password: credentials.panelPassword,
    },
  };
}
