import type { Sql, Tx } from "@/lib/db/transaction";
import type { DockerAddress } from "@/lib/provisioning/docker/connection";
import type { SagaOutcome } from "@/lib/provisioning/saga";
import { staffChannel } from "@/lib/realtime/contract";
import { defineWorkload } from "@/lib/workloads/define-workload";
import type { Workload } from "@/lib/workloads/load-workload";
import type { ClaimedRun } from "@/lib/workloads/runs/resource-kind";
import type { WorkloadSpec } from "@/lib/workloads/workload-definition";
import { hostedServiceErrors } from "../../errors";
import { openSealed } from "../sealed-connection";
import { addressOf } from "./address-of";
import { type ManagedPort, type ManagedSecrets, type ManagedService, managedSecrets } from "./managed-service";
import { recordEndpoints } from "./record-endpoints";
import { deletionPlan, upgradePlan } from "./upgrade/upgrade-plan";

/** What every service has in the same form: it runs from a local image, with one volume and a read-only root. */
type Shared = "pull" | "ports" | "volumes" | "readOnlyRoot" | "install" | "console";

type Definition = Omit<ManagedService, "workload" | "ports"> & {
  /** Of the workload. */
  kind: string;
  /** The word for what runs, as "name server". */
  program: string;
  ports: readonly ManagedPort[];
  /** `lookForNewer`: also where newer packages were looked for a short time ago. */
  buildImage: (address: DockerAddress, options: { lookForNewer: boolean }) => Promise<unknown>;
  container: (secrets: ManagedSecrets, workload: Workload) => Omit<WorkloadSpec, Shared>;
};

/** A service that the panel runs: its workload, whose health, address and end are kept in the provider's row. */
export function defineManagedService(definition: Definition): ManagedService {
  const { kind, program, buildImage, container, ...service } = definition;
  const workload = defineWorkload({
    kind,
    noun: "service",
    program,
    role: "service",
    volumes: ["data"],
    spec: async (db, row) => {
      const secrets = await secretsOf(db, row.id);
      if (!secrets) return null;
      return {
        ...container(secrets, row),
        pull: "never",
        ports: service.ports,
        volumes: [{ name: "data", mountPath: "/data" }],
        readOnlyRoot: true,
        install: null,
        console: { kind: "stdin" },
      };
    },
    prepareImage: async (node) => {
      await buildImage(addressOf(node), { lookForNewer: false });
    },
    plans: {
      upgrade: upgradePlan((node) => buildImage(addressOf(node), { lookForNewer: true })),
      delete: deletionPlan,
    },
    busy: (options) => hostedServiceErrors.hosted_busy(options),
    diskFullTitle: "The service's disk space is used up",
    onRunEnded: recordEnd,
    onAddressChanged: (tx, row) => recordEndpoints(tx, row.id, service.endpoints),
    publication: ({ id }, { type, ...facts }) => ({
      channels: [staffChannel],
      event: type === "step" ? "hosted.step" : "hosted.status",
      data: { resourceId: id, kind: "provider", ...facts },
    }),
  });
  return { ...service, workload };
}

const startingRuns = new Set(["create", "start", "restart", "upgrade"]);

/** Null when the provider was deleted. */
async function secretsOf(db: Sql, id: string): Promise<ManagedSecrets | null> {
  const provider = await db.prisma.hostedProvider.findUnique({ where: { id } });
  return provider && managedSecrets.parse(openSealed(provider));
}

/** A service that started is healthy; one that was deleted has no provider any more. */
async function recordEnd(tx: Tx, { kind, resourceId: id }: ClaimedRun, outcome: SagaOutcome): Promise<void> {
  if (outcome.state !== "succeeded") return;
  if (kind === "delete") await tx.prisma.hostedProvider.deleteMany({ where: { id } });
  if (startingRuns.has(kind)) {
    const data = { healthError: null, healthCheckedAt: new Date() };
    await tx.prisma.hostedProvider.updateMany({ where: { id }, data });
  }
}
