import { readFileSync } from "node:fs";
import { systemActor } from "@/lib/access/actor";
import { coreErrors } from "@/lib/core/errors";
import {
  createProviderBody,
  type ProviderView,
  resizeProviderBody,
  updateProviderBody,
} from "@/lib/hosted-services/providers/contract";
import { createProvider } from "@/lib/hosted-services/providers/create-provider";
import { listProviders } from "@/lib/hosted-services/providers/list-providers";
import { resizeService } from "@/lib/hosted-services/providers/managed/resize-service";
import { restartService } from "@/lib/hosted-services/providers/managed/restart-service";
import { upgradeService } from "@/lib/hosted-services/providers/managed/upgrade/upgrade-service";
import { testProvider } from "@/lib/hosted-services/providers/test-provider";
import { updateProvider } from "@/lib/hosted-services/providers/update-provider";
import { type Arguments, type Command, table, UsageError } from "../../command-line";
import { readStdin } from "../../read-stdin";

async function everyProvider(): Promise<ProviderView[]> {
  const items: ProviderView[] = [];
  for (let cursor: string | undefined; ; ) {
    const page = await listProviders(systemActor, { limit: 100, cursor });
    items.push(...page.items);
    if (!page.nextCursor) return items;
    cursor = page.nextCursor;
  }
}

/** The provider with this name or id; `not_found` otherwise. */
export async function requireProvider(wanted: string): Promise<ProviderView> {
  const provider = (await everyProvider()).find(({ id, name }) => id === wanted || name === wanted);
  if (!provider) throw coreErrors.not_found({ detail: `There is no provider ${wanted}.` });
  return provider;
}

const maxConnectionLength = 100_000;

/** The connection carries a password, so it comes from a file or from standard input. */
async function readConnection(input: Arguments, name = "connection"): Promise<unknown> {
  const file = input.text(`${name}-file`);
  const useStdin = input.flag(`${name}-stdin`);
  if ((file === undefined) !== useStdin) throw new UsageError(`Use --${name}-stdin or --${name}-file.`);
  const text = file === undefined ? await readStdin(`${name}-stdin`, maxConnectionLength) : readFileSync(file, "utf8");
  try {
    return JSON.parse(text);
  } catch {
    // The parser's message quotes the text.
    throw new UsageError('This is no JSON, such as {"url":"…","publicHost":"…","publicPort":5432}.');
  }
}

export const commands: readonly Command[] = [
  {
    name: "provider settings",
    summary: "Change settings of a service that the panel runs, such as its certificate. It restarts.",
    positionals: ["NAME"],
    options: {
      "settings-stdin": { type: "boolean", summary: "read them (JSON) from standard input" },
      "settings-file": { type: "string", value: "FILE", summary: "read them (JSON) from a file" },
    },
    async run(input) {
      const { id } = await requireProvider(input.positional(0));
      const { settings } = updateProviderBody.parse({ settings: await readConnection(input, "settings") });
      const provider = await updateProvider(systemActor, id, settings ? { settings } : {});
      return { json: provider, text: `${provider.name} restarts with the new settings.` };
    },
  },
  {
    name: "provider list",
    summary: "Services that customers' databases are kept in.",
    async run() {
      const items = await everyProvider();
      const rows = items.map(({ id, name, kind, health, version, accepting, resources }) => [
        ...[id, name, kind, health.state, version],
        ...[accepting ? "open" : "closed", resources, health.error],
      ]);
      const headings = ["ID", "NAME", "KIND", "HEALTH", "VERSION", "NEW OBJECTS", "OBJECTS", "ERROR"];
      return { json: { items }, text: table(headings, rows) };
    },
  },
  {
    name: "provider add",
    summary: "Connect a service that exists. The connection is tested first.",
    options: {
      name: { type: "string", value: "NAME", summary: "its name in the panel", required: true },
      kind: { type: "string", value: "KIND", summary: "postgresql by default" },
      "connection-stdin": { type: "boolean", summary: "read the connection, as JSON, from standard input" },
      "connection-file": { type: "string", value: "FILE", summary: "read the connection, as JSON, from a file" },
    },
    async run(input) {
      const body = createProviderBody.parse({
        kind: input.text("kind") ?? "postgresql",
        name: input.text("name"),
        mode: "external",
        connection: await readConnection(input),
      });
      const provider = await createProvider(systemActor, body);
      const { id, name, version } = provider;
      return { json: provider, text: `${name} is connected (${id}). Version ${version}.` };
    },
  },
  {
    name: "provider test",
    summary: "Connect to a service and sign in.",
    positionals: ["NAME"],
    async run(input) {
      const { id, name } = await requireProvider(input.positional(0));
      const { version, durationMs } = await testProvider(systemActor, id);
      return {
        json: { id, name, version, durationMs },
        text: `${name} answered in ${durationMs} ms. Version ${version}.`,
      };
    },
  },
  {
    name: "provider restart",
    summary: "Restart a service that the panel runs, or start one that has stopped.",
    positionals: ["NAME"],
    async run(input) {
      const { id, name } = await requireProvider(input.positional(0));
      return { json: await restartService(systemActor, id), text: `${name} restarts.` };
    },
  },
  {
    name: "provider standard-ports",
    summary: "Move a service that the panel runs to the standard ports of its kind, as 25 for mail. It restarts.",
    positionals: ["NAME"],
    async run(input) {
      const { id, name } = await requireProvider(input.positional(0));
      const provider = await updateProvider(systemActor, id, { standardPorts: true });
      return { json: provider, text: `${name} restarts at its standard ports.` };
    },
  },
  {
    name: "provider resize",
    summary: "Change memory, CPU or disk space of a service that the panel runs. It restarts for memory and CPU.",
    positionals: ["NAME"],
    options: {
      memory: { type: "string", value: "GIB", summary: "memory in GiB" },
      disk: { type: "string", value: "GIB", summary: "disk space in GiB" },
      cpu: { type: "string", value: "CPUS", summary: "CPUs, such as 1.5" },
    },
    async run(input) {
      const { id, name } = await requireProvider(input.positional(0));
      const numberOf = (option: string) => (input.text(option) === undefined ? undefined : Number(input.text(option)));
      const sent = { memory: numberOf("memory"), diskSpace: numberOf("disk"), cpu: numberOf("cpu") };
      const given = Object.entries(sent).filter(([, value]) => value !== undefined);
      if (given.length === 0) throw new UsageError("Use --memory, --disk or --cpu.");
      const provider = await resizeService(systemActor, id, resizeProviderBody.parse(Object.fromEntries(given)));
      return { json: provider, text: `${name} has its new size. It restarts for memory and CPU.` };
    },
  },
  {
    name: "provider upgrade",
    summary: "Take newer packages for a service that the panel runs.",
    positionals: ["NAME"],
    async run(input) {
      const { id, name } = await requireProvider(input.positional(0));
      const provider = await upgradeService(systemActor, id);
      return { json: provider, text: `${name} is being upgraded. It restarts if there is something newer.` };
    },
  },
];
