import type { Actor } from "@/lib/access/actor";
import { type Permission, reachOf } from "@/lib/access/permissions";
import { gibToMb } from "@/lib/core/units";
import { sql } from "@/lib/db/transaction";
import type { CrashFacts } from "@/lib/workloads/contract";
import { findCause } from "@/lib/workloads/crash/find-cause";
import { mostRestarts } from "@/lib/workloads/watch/decide-after-exit";
import type { ServerDetailView } from "../contract";
import { gameServerKind } from "../kind";
import { isSharedFor, type LoadedServer } from "../load-server";
import { quotaShortage } from "../quota";
import { summariseOwn } from "../servers.sql";
import { suggestFix } from "./suggest-fix";

type Row = {
  failureCode: string | null;
  crash: CrashFacts | null;
  crashCount: number;
  restartInMs: number | null;
};

/** What the page of a server shows after a crash. Costs a statement only where a size may help. */
export async function describeCrash(
  actor: Actor,
  server: LoadedServer,
  row: Row,
): Promise<Pick<ServerDetailView, "crash" | "restart" | "fix">> {
  const { failureCode, crash: facts, crashCount, restartInMs } = row;
  const cause = facts && findCause(facts, server.memoryMb);
  const seesLog = facts !== null && (await mayDo(actor, server, "server.console"));
  return {
    crash: cause && {
      at: facts.at,
      exitCode: facts.exitCode,
      cause: seesLog ? cause : { ...cause, line: null },
      lines: seesLog ? facts.lines : [],
    },
    restart: restartInMs === null ? null : { attempt: crashCount, of: mostRestarts, inMs: restartInMs },
    fix: failureCode === null ? null : await fixOf(actor, server, { code: failureCode, cause: cause?.kind ?? null }),
  };
}

async function fixOf(
  actor: Actor,
  server: LoadedServer,
  failure: Parameters<typeof suggestFix>[0],
): Promise<ServerDetailView["fix"]> {
  const { memoryMb, diskMb } = server;
  const fix = suggestFix(failure, { memory: memoryMb / 1024, diskSpace: diskMb / 1024 });
  if (!fix || !(await mayDo(actor, server, "server.update"))) return null;
  const totals = await sql().row(summariseOwn, [server.ownerId, gameServerKind]);
  const change = { servers: 0, memoryMb: 0, diskMb: 0, cpuMilli: 0 };
  if (fix.field === "memory") change.memoryMb = gibToMb(fix.value) - memoryMb;
  else change.diskMb = gibToMb(fix.value) - diskMb;
  return { ...fix, problem: totals && server.holdsCapacity ? quotaShortage(totals, totals, change) : null };
}

async function mayDo(actor: Actor, server: LoadedServer, permission: Permission): Promise<boolean> {
  const reach = reachOf(actor, permission);
  if (reach === "all") return true;
  if (reach !== "own") return false;
  const isOwner = actor.kind === "resource_login" || server.ownerId === actor.userId;
  return isOwner || (await isSharedFor(actor, server.id, permission, sql()));
}
