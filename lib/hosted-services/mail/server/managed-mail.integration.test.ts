import { execFileSync } from "node:child_process";
import { mkdtempSync, readFileSync, rmSync } from "node:fs";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, expect, it } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode, makeUser } from "@/lib/testing/fixtures";
import { freePortRange } from "@/lib/testing/free-port-range";
import { untilHosted, untilHostedGone } from "@/lib/testing/hosted/until-hosted";
import { until } from "@/lib/testing/until";
import { residue, startWorkerKit, sweepEngine, untilIdle, type WorkerKit } from "@/lib/testing/worker-kit";
import { createProvider } from "../../providers/create-provider";
import { deleteProvider } from "../../providers/delete-provider";
import { getProvider } from "../../providers/list-providers";
import { updateProvider } from "../../providers/update-provider";
import { deleteMailDomain } from "../domains/change-domain";
import { createMailDomain } from "../domains/create-domain";
import { mailDomainKind } from "../domains/mail-domain";
import { managedMail } from "./mail-server";

let environment: TestEnvironment;
let kit: WorkerKit;
let admin: Actor;
let nodeId: string;

beforeAll(async () => {
  environment = await openTestEnvironment();
  nodeId = await makeNode(await freePortRange(10));
  kit = await startWorkerKit({ kinds: [managedMail.workload], resources: [mailDomainKind], watchNode: nodeId });
  admin = await makeUser("ADMIN");
});
afterAll(async () => {
  await kit.stop();
  await sweepEngine();
  await environment.close();
});

async function untilOnline(id: string): Promise<void> {
  await untilIdle(id, 180_000);
  const row = await sql().prisma.workload.findUnique({ where: { id } });
  expect(row).toMatchObject({ status: "online", failureMessage: null });
}

/** The name in the certificate of the IMAP port. */
async function certificateOf(id: string): Promise<string | undefined> {
  const { endpoints } = await getProvider(admin, id);
  const port = endpoints.find(({ name }) => name === "imaps")?.port ?? 0;
  const socket = connect({ host: "127.0.0.1", port, rejectUnauthorized: false });
  try {
    await new Promise((resolve, reject) => socket.once("secureConnect", resolve).once("error", reject));
    const { subject } = socket.getPeerCertificate();
    return typeof subject?.CN === "string" ? subject.CN : undefined;
  } finally {
    socket.destroy();
  }
}

function makeCertificate(name: string): { certificate: string; key: string } {
  const folder = mkdtempSync(path.join(tmpdir(), "certificate-"));
  try {
    const files = ["-keyout", path.join(folder, "key"), "-out", path.join(folder, "certificate")];
    const args = ["req", "-x509", "-newkey", "rsa:2048", "-nodes", "-days", "1", "-subj", `/CN=${name}`, ...files];
    execFileSync("/usr/bin/openssl", args, { stdio: "ignore" });
    const read = (file: string) => readFileSync(path.join(folder, file), "utf8");
    return { certificate: read("certificate"), key: read("key") };
  } finally {
    rmSync(folder, { recursive: true });
  }
}

it("a mail server is run, gets another certificate, keeps what it has, and is removed without a trace", async () => {
  const before = await residue();
  const settings = { hostname: "mail.own.example", outbound: "off" };
  const input = { kind: "mail", name: "Own", mode: "managed" as const, nodeId, memory: 0.5, diskSpace: 1, settings };
  const { id } = await createProvider(admin, input);
  await untilOnline(id);
  expect(await certificateOf(id)).toBe("mail.own.example");
  const domain = await createMailDomain(admin, { name: "kept.example" });
  await untilHosted(domain.id, "active");

  const broken = { certificate: "none", key: "none" };
  await expect(updateProvider(admin, id, { settings: broken })).rejects.toMatchObject({
    errors: [{ path: "settings.certificate" }],
  });
  await updateProvider(admin, id, { settings: makeCertificate("replaced.own.example") });
  await untilOnline(id);
  expect(await certificateOf(id)).toBe("replaced.own.example");

  await deleteMailDomain(admin, domain.id);
  await untilHostedGone(domain.id);
  expect(await deleteProvider(admin, id)).toEqual({ status: "deleting" });
  const isGone = async () => (await sql().prisma.hostedProvider.count({ where: { id } })) === 0;
  await until("the provider to be gone", isGone, 60_000);
  await untilIdle(id);
  expect(await residue()).toEqual(before);
}, 400_000);
