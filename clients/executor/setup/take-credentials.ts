import { createHash } from "node:crypto";
import { readFileSync } from "node:fs";
import os from "node:os";
import { z } from "zod";
import { ConfigStore } from "../config/config-store";
import type { PanelConfig } from "../config/effective-config";
import type { Home } from "../home";
import { PanelClient, refusalOf } from "../panel/panel-client";
import { request } from "../panel/request";
import { PlainError } from "../stop";
import { type Credentials, saveCredentials } from "../store/credentials";
import { secretProblem } from "../system/machine-secret";

export type Taken = { credentials: Credentials; client: PanelClient; config: PanelConfig };

/** Fetches the configuration with these credentials and stores both on success; a refusal changes nothing. */
export async function takeCredentials(home: Home, credentials: Credentials): Promise<Taken> {
  const { key, secret, url } = credentials;
  const client = new PanelClient({ url, identity: { key, secret } });
  const store = new ConfigStore(home, client);
  // The user who types key and secret chooses the panel to trust, so its signing keys are pinned as the first ones.
  await store.fetch({ timeoutMs: 10_000, pinAnew: true });
  if (!store.config) throw new PlainError("The panel did not send a configuration. Try again.");
  await saveCredentials(home, credentials);
  return { credentials, client, config: store.config };
}

const enrolled = z.object({ key: z.string(), secret: z.string() });

/** Makes this machine an executor with a one-time token. */
export async function enrol(
  url: string,
  token: string,
  { name, asNew }: { name: string | undefined; asNew: boolean },
): Promise<Credentials> {
  const problem = secretProblem(token, "ent_");
  if (problem) throw new PlainError(problem);
  const body = JSON.stringify({ token, machineId: machineId(), asNew, ...(name ? { name } : {}) });
  const headers = { "content-type": "application/json", accept: "application/json" };
  const target = new URL("/api/executor/enroll", url);
  const answer = await request({ method: "POST", url: target, headers, body, timeoutMs: 15_000 });
  if (answer.status !== 201 && answer.status !== 200) {
    throw new PlainError(refusalOf(answer).message);
  }
  const { key, secret } = enrolled.parse(JSON.parse(answer.text));
  return { key, secret, url };
}

/** An identifier of this machine, hashed, as the system's own id must not leave it (machine-id(5)). */
function machineId(): string {
  let own = `${os.hostname()}|${Object.values(os.networkInterfaces())
    .flat()
    .map((face) => face?.mac ?? "")
    .sort()
    .join()}`;
  for (const file of ["/etc/machine-id", "/var/lib/dbus/machine-id"]) {
    try {
      own = readFileSync(file, "utf8").trim() || own;
      break;
    } catch {
      // Try the next file; else the random id from above is used.
    }
  }
  return createHash("sha256").update(`lightnode-executor:${own}`).digest("hex");
}
