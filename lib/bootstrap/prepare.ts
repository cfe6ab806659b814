import { writeSync } from "node:fs";
import path from "node:path";
import { adoptEntries } from "@/lib/audit/chain/adopt-entries";
import { sealChains } from "@/lib/audit/chain/seal-chains";
import { witnessFile } from "@/lib/audit/chain/witness";
import { env } from "@/lib/core/env";
import { isAppError, messageOf } from "@/lib/core/errors";
import { database, directDatabaseUrl } from "@/lib/db/client";
import { migrate } from "@/lib/db/migrations/migrate";
import { requireKnownKeys } from "@/lib/platform/encryption/count-rows";
import { registerKeys } from "@/lib/platform/encryption/follow-keys";
import { recordRelease } from "@/lib/platform/release/record-release";
import { seed } from "@/lib/platform/seed";
import { buildSampleImage } from "@/lib/provisioning/local-images/build-sample-image";

/**
 * Run once by `npm start` before the processes: migrations, first rows, the sample game's image. Reports on file
 * descriptor 1, a JSON line per phase, which scripts/start.mjs turns into its list of steps.
 */
function report(phase: string, startedAt: number, detail: string, extra: Record<string, unknown> = {}): void {
  writeSync(1, `${JSON.stringify({ phase, ms: Math.round(performance.now() - startedAt), detail, ...extra })}\n`);
}

async function prepare(): Promise<void> {
  let startedAt = performance.now();
  const root = process.env.LIGHTNODE_ROOT ?? ".";
  const applied = await migrate(directDatabaseUrl(), path.join(root, "prisma/migrations"));
  report("migrate", startedAt, applied.length > 0 ? `applied ${applied.join(", ")}` : "nothing to apply");

  startedAt = performance.now();
  const adopted = await adoptEntries();
  if (adopted > 0) await sealChains({ witnessFile: witnessFile() });
  await registerKeys();
  await requireKnownKeys();
  report(
    "secrets",
    startedAt,
    adopted > 0 ? `every row's key is known; ${adopted} audit entries chained` : "every row's key is known",
  );

  startedAt = performance.now();
  await recordRelease();
  const { setupToken } = await seed();
  report("seed", startedAt, "regions, node, ports, templates", { setupToken });

  startedAt = performance.now();
  try {
    const image = await buildSampleImage({ dockerHost: env().DOCKER_HOST }, {});
    report("image", startedAt, image.built ? "sample game's image built" : "sample game's image is present");
  } catch (error) {
    const detail = isAppError(error) && error.code === "engine_unavailable" ? "no container engine" : messageOf(error);
    report("image", startedAt, `skipped: ${detail}`, { failed: true });
  }
  await database().close();
}

try {
  await prepare();
} catch (error) {
  // A wrong setting or an unreachable database is the operator's to correct: its message says how, a stack would hide it.
  writeSync(2, `${messageOf(error)}\n`);
  process.exit(1);
}
