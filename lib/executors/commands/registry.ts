import { z } from "zod";
import type { CommandType } from "./command-type";
import type { CommandTypeView } from "./contract";
import { bridgeSend } from "./types/bridge-send";
import { collectLogs } from "./types/collect-logs";
import { ping } from "./types/ping";
import { reloadConfig } from "./types/reload-config";
import { restart } from "./types/restart";

const types: readonly CommandType[] = [ping, restart, reloadConfig, collectLogs, bridgeSend];

/** The types of commands, by name. */
export const commandTypes: ReadonlyMap<string, CommandType> = new Map(types.map((type) => [type.type, type]));

/** The same for forms, in this order. */
export function commandTypeViews(): CommandTypeView[] {
  return types.map(({ type, summary, ttlSeconds, payload }) => {
    // Plain, as it goes to pages.
    const schema = JSON.parse(JSON.stringify(z.toJSONSchema(payload, { io: "input" }))) as Record<string, unknown>;
    return { type, summary, ttlSeconds, schema };
  });
}
