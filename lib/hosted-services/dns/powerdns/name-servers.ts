import { z } from "zod";
import type { HostedProvider } from "@/lib/db/generated/client";
import { openSealed } from "../../providers/sealed-connection";
import { attempt } from "../records/invalid-record";
import { absoluteName } from "../records/names";

const nameServer = z.string().transform((text, context) => {
  const name = attempt(() => absoluteName(text));
  if ("value" in name) return name.value;
  context.addIssue({ code: "custom", message: name.message });
  return z.NEVER;
});

/** Names of the servers to delegate to, in canonical form. */
export const nameServersSchema = z.array(nameServer).min(1, "Enter at least one name server.").max(8);

const named = z.object({ nameservers: nameServersSchema });
/** Of a connected server they are in its connection, of one that the panel runs in its settings. */
const stored = z.union([named, z.object({ settings: named }).transform(({ settings }) => settings)]);

export const nameServersOf = (provider: Pick<HostedProvider, "id" | "connectionSealed">): string[] =>
  stored.parse(openSealed(provider)).nameservers;
