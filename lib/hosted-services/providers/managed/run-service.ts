import type { Actor } from "@/lib/access/actor";
import { requireUserId } from "@/lib/access/authorise";
import { recordAudit } from "@/lib/audit/record-audit";
import { generateSecurePassword } from "@/lib/core/encryption/crypto";
import { coreErrors } from "@/lib/core/errors";
import { newId } from "@/lib/core/ids";
import { gibToMb } from "@/lib/core/units";
import { transaction } from "@/lib/db/transaction";
import { acceptWorkload } from "@/lib/workloads/lifecycle/accept-workload";
import type { ManagedProviderInput, ProviderView } from "../contract";
import type { ProviderKind } from "../define-provider-kind";
import { toProviderView, withCount } from "../provider-views";
import { sealConnection } from "../sealed-connection";
import { standardPortsOf } from "./standard-ports-of";

/** Runs a service of this kind as a workload: place, secrets, row and run in one transaction; the worker starts it. */
export async function runService(
  actor: Actor,
  { kind, managed, parseSettings }: ProviderKind,
  input: ManagedProviderInput,
): Promise<ProviderView> {
  if (!managed) {
    const message = "The panel cannot run a service of this kind. Connect one that exists.";
    throw coreErrors.validation_failed({ errors: [{ path: "mode", message }] });
  }
  const id = newId("provider");
  const { name, region = null, nodeId, memory, diskSpace } = input;
  const { workload, ports, size } = managed;
  const secrets = { password: generateSecurePassword(32), settings: parseSettings(input.settings ?? {}) };
  // Refused for a kind without such ports.
  if (input.standardPorts) standardPortsOf(managed);
  return transaction(async (tx) => {
    const { place, mainPort } = await acceptWorkload(tx, workload, {
      id,
      ownerId: requireUserId(actor),
      actor,
      name,
      region,
      nodeId,
      ports: ports.map(({ name, protocol, standardPort }) => ({
        name,
        protocol,
        ...(input.standardPorts ? { standardPort } : {}),
      })),
      memoryMb: memory === undefined ? size.memoryMb : gibToMb(memory),
      diskMb: diskSpace === undefined ? size.diskMb : gibToMb(diskSpace),
      cpuMilli: size.cpuMilli,
    });
    const open = (port: string) => ({ host: place.publicAddress, port: place.ports.get(port) ?? mainPort });
    const endpoints = managed.endpoints(secrets, open);
    const connectionSealed = sealConnection(id, secrets);
    const healthError = "It is being set up.";
    const data = { id, kind, name, mode: "managed", connectionSealed, endpoints, healthError };
    const row = await tx.prisma.hostedProvider.create({ data, include: withCount });
    const detail = { kind, mode: "managed" };
    await recordAudit(tx, actor, { action: "provider.created", targetKind: "provider", targetId: id, detail });
    return toProviderView(row, "provisioning");
  });
}
