import { env } from "@/lib/core/env";
import { coreErrors } from "@/lib/core/errors";
import type { Logger } from "@/lib/core/log";
import { sql } from "@/lib/db/transaction";
import { type EngineNode, type EngineRegistry, findNode } from "@/lib/nodes/engines";
import { portsOf } from "@/lib/nodes/ports";
import type { ContainerEngine, ContainerSpec } from "@/lib/provisioning/engine";
import { buildContainerSpec } from "../container-spec";
import { openCredentials } from "../credentials";
import { findServer, type LoadedServer } from "../load-server";
import type { RunKind } from "../runs";
import { type LoadedTemplate, loadTemplateById } from "../template";

/** Publishes to browsers; never throws and never waits. */
export type Publish = (serverId: string, ownerId: string, event: string, data: Record<string, unknown>) => void;

export type ClaimedRun = {
  id: string;
  serverId: string;
  nodeId: string;
  kind: RunKind;
  state: "running" | "compensating";
  epoch: number;
  cancelled: boolean;
  createdAt: Date;
  startedAt: Date;
  reason: string | null;
  /** Kept on the server when the run has succeeded. */
  failure: { code: string; message: string } | null;
};

/** What the steps of one run work with. The server is read again by {@link reload} when a step may have changed it. */
export type RunContext = {
  run: ClaimedRun;
  server: LoadedServer;
  template: LoadedTemplate;
  node: EngineNode;
  engine: ContainerEngine;
  log: Logger;
};

/** Null when the server was deleted. */
export async function loadRunContext(
  run: ClaimedRun,
  engines: EngineRegistry,
  log: Logger,
): Promise<RunContext | null> {
  const server = await findServer(sql(), run.serverId);
  const node = await findNode(sql(), run.nodeId);
  if (!server || !node) return null;
  const template = await loadTemplateById(server.templateId);
  return { run, server, template, node, engine: engines.engineOf(node), log };
}

export async function reload(context: RunContext): Promise<void> {
  const server = await findServer(sql(), context.server.id);
  if (!server) throw coreErrors.not_found({ detail: "The server was deleted." });
  context.server = server;
}

/** The container as it should be now: current size, settings, credentials and ports. */
export async function currentSpec(context: RunContext): Promise<ContainerSpec> {
  await reload(context);
  const { server, template, run } = context;
  const [credentials, ports] = await Promise.all([openCredentials(sql(), server.id), portsOf(sql(), server.id)]);
  if (!credentials || !server.imageId)
    throw coreErrors.internal_error({ detail: "The server's records are incomplete." });
  return buildContainerSpec({
    server,
    template,
    installationId: env().INSTALLATION_ID,
    imageId: server.imageId,
    rconPassword: credentials.rconPassword,
    ports,
    runId: run.id,
  });
}
