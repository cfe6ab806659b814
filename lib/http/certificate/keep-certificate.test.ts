import { createPrivateKey, X509Certificate } from "node:crypto";
import { once } from "node:events";
import { mkdtempSync, readdirSync, readFileSync, rmSync, statSync } from "node:fs";
import { createServer, request, type Server } from "node:http";
import type { AddressInfo } from "node:net";
import { tmpdir } from "node:os";
import path from "node:path";
import { connect } from "node:tls";
import { afterAll, beforeAll, expect, it } from "vitest";
import { AcmeServer } from "@/lib/testing/acme/acme-server";
import { tlsServer } from "../entry/tls/tls-server";
import { certificateFiles, ensurePair } from "./certificate-files";
import { challengeServer } from "./challenge-server";
import { keepCertificate, lastFailure } from "./keep-certificate";

// The whole way: an authority that speaks RFC 8555, its question at the plain port, and the HTTPS server that takes the result.
const folder = mkdtempSync(path.join(tmpdir(), "lightnode-acme-"));
const files = certificateFiles(folder);
const domains = ["panel.example.net", "www.example.net"];
const plain = challengeServer({ files, domains, httpsPort: 8443 });
const portOf = (server: Server) => (server.address() as AddressInfo).port;
let isReachable = true;
const nowhere = createServer((_request, response) => void response.writeHead(404).end());
const authority = new AcmeServer(() => portOf(isReachable ? plain : nowhere));
const order = () => ({ domains, email: "admin@example.net", directoryUrl: authority.directoryUrl });

beforeAll(async () => {
  for (const server of [plain, nowhere]) {
    server.listen(0, "127.0.0.1");
    await once(server, "listening");
  }
  await authority.start();
});
afterAll(async () => {
  for (const server of [plain, nowhere]) server.close();
  await authority.stop();
  rmSync(folder, { recursive: true, force: true });
});

const certificate = () => new X509Certificate(readFileSync(files.pairFile));

function ask(url: string, host: string, method = "GET"): Promise<{ status: number; location: string; body: string }> {
  return new Promise((resolve, reject) => {
    const options = { host: "127.0.0.1", port: portOf(plain), path: url, method, headers: { host } };
    const call = request(options, async (answer) => {
      let body = "";
      for await (const chunk of answer) body += chunk;
      resolve({ status: answer.statusCode ?? 0, location: answer.headers.location ?? "", body });
    });
    call.on("error", reject);
    call.end();
  });
}

it("listens with a certificate that nobody trusts until there is one, and then with the issued one", async () => {
  await ensurePair(files, domains[0] ?? "");
  expect(certificate().subject).toBe(certificate().issuer);
  const log = { info: () => {}, error: () => {} };
  const https = tlsServer((_, response) => response.end("ok"), {
    certificateFile: files.pairFile,
    keyFile: files.pairFile,
    trustedProxies: "",
    realtimePort: null,
    pollMs: 20,
    log,
  });
  https.listen(0, "127.0.0.1");
  await once(https, "listening");
  const issuer = () =>
    new Promise<string>((resolve, reject) => {
      const options = { port: (https.address() as AddressInfo).port, host: "127.0.0.1", rejectUnauthorized: false };
      const socket = connect({ ...options, servername: domains[0] ?? "" }, () => {
        resolve(String(socket.getPeerCertificate().issuer.CN));
        socket.destroy();
      });
      socket.on("error", reject);
    });
  expect(await issuer()).toBe("panel.example.net");
  expect(await keepCertificate(order(), files)).toBe("renewed");
  expect(certificate().subjectAltName).toBe("DNS:panel.example.net, DNS:www.example.net");
  expect(certificate().checkIssued(new X509Certificate(authority.rootPem))).toBe(true);
  await expect.poll(issuer).toBe("Test authority");
  https.close();
});

it("keeps it while it is good, and its files are readable by their owner only", async () => {
  const before = authority.orders;
  expect(await keepCertificate(order(), files)).toBe("kept");
  expect(authority.orders).toBe(before);
  expect((statSync(files.folder).mode & 0o777).toString(8)).toBe("700");
  for (const file of [files.pairFile, files.accountKeyFile])
    expect((statSync(file).mode & 0o777).toString(8)).toBe("600");
  expect(readdirSync(path.join(files.folder, "challenges"))).toEqual([]);
});

it("renews it in time, with another key and the same account", async () => {
  const keyOf = () => createPrivateKey(readFileSync(files.pairFile)).export({ type: "pkcs8", format: "pem" });
  const [former, account] = [keyOf(), readFileSync(files.accountKeyFile, "utf8")];
  expect(await keepCertificate(order(), files, new Date(Date.now() + 61 * 86_400_000))).toBe("renewed");
  expect(keyOf()).not.toBe(former);
  expect(certificate().checkPrivateKey(createPrivateKey(readFileSync(files.pairFile)))).toBe(true);
  expect(readFileSync(files.accountKeyFile, "utf8")).toBe(account);
});

it("if the authority cannot reach the panel: keeps what it has, records why, and waits before the next attempt", async () => {
  const before = readFileSync(files.pairFile, "utf8");
  isReachable = false;
  const later = new Date(Date.now() + 62 * 86_400_000);
  await expect(keepCertificate(order(), files, later)).rejects.toThrow();
  expect(readFileSync(files.pairFile, "utf8")).toBe(before);
  expect(await lastFailure(files)).toMatchObject({ attempts: 1 });
  const orders = authority.orders;
  expect(await keepCertificate(order(), files, new Date(later.getTime() + 60_000))).toBe("kept");
  expect(authority.orders).toBe(orders);
  isReachable = true;
  expect(await keepCertificate(order(), files, new Date(later.getTime() + 11 * 60_000))).toBe("renewed");
  expect(await lastFailure(files)).toBeNull();
});

it("the plain port sends people to HTTPS, and answers nothing else", async () => {
  expect(await ask("/servers?q=1", "panel.example.net")).toMatchObject({
    status: 308,
    location: "https://panel.example.net:8443/servers?q=1",
  });
  expect((await ask("/", "elsewhere.example")).status).toBe(404);
  expect((await ask("/", "panel.example.net", "POST")).status).toBe(405);
  expect((await ask("/.well-known/acme-challenge/unknown", "panel.example.net")).status).toBe(404);
  for (const token of ["..%2fkey.pem", "../key.pem", "../../tls/key.pem", ""]) {
    expect((await ask(`/.well-known/acme-challenge/${token}`, "panel.example.net")).status).toBe(404);
  }
});
