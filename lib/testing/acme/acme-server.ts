import { createHash, createPublicKey, type JsonWebKey, randomBytes, verify, webcrypto } from "node:crypto";
import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import {
  BasicConstraintsExtension,
  cryptoProvider,
  PemConverter,
  Pkcs10CertificateRequest,
  SubjectAlternativeNameExtension,
  type X509Certificate,
  X509CertificateGenerator,
} from "@peculiar/x509";

/**
 * An ACME authority for tests (RFC 8555): it checks the signature and the nonce of each request, asks for the answer to each
 * challenge by HTTP, and issues certificates under a root of its own.
 */
type Order = {
  status: "pending" | "ready" | "valid" | "invalid";
  domains: string[];
  authorizations: { domain: string; token: string; status: "pending" | "valid" | "invalid" }[];
  thumbprint: string;
  certificate: string | null;
};
type Signed = { protected: string; payload: string; signature: string };
type Head = { alg: string; nonce: string; url: string; jwk?: JsonWebKey; kid?: string };

const algorithm = { name: "ECDSA", namedCurve: "P-256", hash: "SHA-256" };
const problem = (type: string, detail: string) => ({ type: `urn:ietf:params:acme:error:${type}`, detail });

export class AcmeServer {
  /** What to call instead of the domains at port 80. */
  readonly #challengePort: () => number;
  readonly #accounts: JsonWebKey[] = [];
  readonly #orders: Order[] = [];
  readonly #nonces = new Set<string>();
  #server: Server | null = null;
  #root: { keys: CryptoKeyPair; certificate: X509Certificate } | null = null;
  /** Of the certificates that it issues. */
  lifeMs = 90 * 86_400_000;
  url = "";

  constructor(challengePort: () => number) {
    this.#challengePort = challengePort;
  }

  get orders(): number {
    return this.#orders.length;
  }

  get directoryUrl(): string {
    return `${this.url}/directory`;
  }

  get rootPem(): string {
    return this.#root?.certificate.toString("pem") ?? "";
  }

  async start(): Promise<void> {
    cryptoProvider.set(webcrypto as Crypto);
    const keys = (await webcrypto.subtle.generateKey(algorithm, true, ["sign", "verify"])) as CryptoKeyPair;
    const name = "CN=Test authority";
    const extensions = [new BasicConstraintsExtension(true)];
    const certificate = await X509CertificateGenerator.createSelfSigned({
      name,
      keys,
      signingAlgorithm: algorithm,
      extensions,
    });
    this.#root = { keys, certificate };
    const server = createServer((request, response) => {
      this.#answer(request, response).catch((error) => {
        this.#send(response, 400, problem("malformed", String(error)));
      });
    });
    this.#server = server;
    await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
    this.url = `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
  }

  async stop(): Promise<void> {
    this.#server?.closeAllConnections();
    await new Promise((resolve) => this.#server?.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const [, resource = "", id = "", part = ""] = (request.url ?? "").split("/");
    if (resource === "directory") return this.#send(response, 200, this.#directory());
    if (resource === "new-nonce") return this.#send(response, 200, {});
    const { head, payload, jwk } = this.#open(JSON.parse(await readBody(request)), request.url ?? "");
    const account = thumbprintOf(jwk);
    if (resource === "new-account") return this.#newAccount(response, jwk, head);
    if (resource === "account") return this.#send(response, 200, { status: "valid" });
    if (resource === "new-order") return this.#newOrder(response, payload, account);
    const order = this.#orders[Number(id)];
    if (!order || order.thumbprint !== account) return this.#send(response, 404, problem("malformed", "no such order"));
    if (resource === "order")
      return this.#send(response, 200, this.#orderView(order), { Location: `${this.url}/order/${id}` });
    if (resource === "authz") return this.#send(response, 200, this.#authzView(order, Number(part)));
    if (resource === "challenge") return this.#challenge(response, order, Number(part));
    if (resource === "finalize") return this.#finalize(response, order, payload);
    if (resource === "certificate") return this.#send(response, 200, order.certificate ?? "");
    this.#send(response, 404, problem("malformed", "no such resource"));
  }

  /** The signature is over what was sent, by the account's key, for this address, with a nonce that was not used yet. */
  #open({ protected: sealed, payload, signature }: Signed, url: string) {
    const head = JSON.parse(Buffer.from(sealed, "base64url").toString()) as Head;
    if (!this.#nonces.delete(head.nonce)) throw new Error("badNonce");
    if (head.url !== `${this.url}${url}`) throw new Error("the signed address is another one");
    const jwk = head.jwk ?? this.#accounts[Number(head.kid?.split("/").at(-1))];
    if (!jwk) throw new Error("accountDoesNotExist");
    const key = createPublicKey({ key: jwk, format: "jwk" });
    const dsaEncoding = "ieee-p1363" as const;
    const isSigned = verify(
      "sha256",
      Buffer.from(`${sealed}.${payload}`),
      { key, dsaEncoding },
      Buffer.from(signature, "base64url"),
    );
    if (!isSigned) throw new Error("the signature does not fit");
    const text = Buffer.from(payload, "base64url").toString();
    return { head, jwk, payload: text === "" ? {} : (JSON.parse(text) as Record<string, unknown>) };
  }

  #directory() {
    return {
      newNonce: `${this.url}/new-nonce`,
      newAccount: `${this.url}/new-account`,
      newOrder: `${this.url}/new-order`,
      meta: { termsOfService: `${this.url}/terms` },
    };
  }

  #newAccount(response: ServerResponse, jwk: JsonWebKey, head: Head): void {
    if (!head.jwk) throw new Error("send the key");
    const known = this.#accounts.findIndex((other) => thumbprintOf(other) === thumbprintOf(jwk));
    if (known < 0) this.#accounts.push(jwk);
    const number = known < 0 ? this.#accounts.length - 1 : known;
    const headers = { Location: `${this.url}/account/${number}` };
    this.#send(response, known < 0 ? 201 : 200, { status: "valid" }, headers);
  }

  #newOrder(response: ServerResponse, payload: Record<string, unknown>, thumbprint: string): void {
    const identifiers = payload.identifiers as { type: string; value: string }[];
    const domains = identifiers.map(({ value }) => value);
    const authorizations = domains.map((domain) => ({
      domain,
      token: randomBytes(32).toString("base64url"),
      status: "pending" as const,
    }));
    const order: Order = { status: "pending", domains, authorizations, thumbprint, certificate: null };
    const number = this.#orders.push(order) - 1;
    this.#send(response, 201, this.#orderView(order), { Location: `${this.url}/order/${number}` });
  }

  #orderView(order: Order) {
    const number = this.#orders.indexOf(order);
    return {
      status: order.status,
      identifiers: order.domains.map((value) => ({ type: "dns" as const, value })),
      authorizations: order.authorizations.map((_, index) => `${this.url}/authz/${number}/${index}`),
      finalize: `${this.url}/finalize/${number}`,
      ...(order.certificate === null ? {} : { certificate: `${this.url}/certificate/${number}` }),
    };
  }

  #authzView(order: Order, index: number) {
    const authorization = order.authorizations[index];
    const url = `${this.url}/challenge/${this.#orders.indexOf(order)}/${index}`;
    const { domain, status, token } = authorization ?? { domain: "", status: "invalid", token: "" };
    return {
      status,
      identifier: { type: "dns", value: domain },
      challenges: [{ type: "http-01", url, token, status }],
    };
  }

  async #challenge(response: ServerResponse, order: Order, index: number): Promise<void> {
    const authorization = order.authorizations[index];
    if (!authorization) throw new Error("no such challenge");
    const { domain, token } = authorization;
    const answer = await askFor(this.#challengePort(), domain, token).catch(() => "");
    authorization.status = answer === `${token}.${order.thumbprint}` ? "valid" : "invalid";
    if (authorization.status === "invalid") order.status = "invalid";
    else if (order.authorizations.every(({ status }) => status === "valid")) order.status = "ready";
    const [challenge] = this.#authzView(order, index).challenges;
    this.#send(response, 200, challenge);
  }

  async #finalize(response: ServerResponse, order: Order, payload: Record<string, unknown>): Promise<void> {
    const root = this.#root;
    if (order.status !== "ready" || !root) return this.#send(response, 403, problem("orderNotReady", order.status));
    const request = new Pkcs10CertificateRequest(Buffer.from(String(payload.csr), "base64url"));
    const certificate = await X509CertificateGenerator.create({
      subject: request.subject,
      issuer: root.certificate.subject,
      notBefore: new Date(Date.now() - 60_000),
      notAfter: new Date(Date.now() + this.lifeMs),
      publicKey: await request.publicKey.export(),
      signingKey: root.keys.privateKey,
      signingAlgorithm: algorithm,
      extensions: [
        new SubjectAlternativeNameExtension(order.domains.map((value) => ({ type: "dns" as const, value }))),
      ],
    });
    order.certificate = `${PemConverter.encode(certificate.rawData, "CERTIFICATE")}\n${this.rootPem}\n`;
    order.status = "valid";
    this.#send(response, 200, this.#orderView(order), { Location: `${this.url}/order/${this.#orders.indexOf(order)}` });
  }

  #send(response: ServerResponse, status: number, body: unknown, headers: Record<string, string> = {}): void {
    const nonce = randomBytes(16).toString("base64url");
    this.#nonces.add(nonce);
    const isText = typeof body === "string";
    const type = isText
      ? "application/pem-certificate-chain"
      : status >= 400
        ? "application/problem+json"
        : "application/json";
    response.writeHead(status, { "Content-Type": type, "Replay-Nonce": nonce, ...headers });
    response.end(isText ? body : JSON.stringify(body));
  }
}

async function readBody(request: IncomingMessage): Promise<string> {
  const chunks: Buffer[] = [];
  for await (const chunk of request) chunks.push(chunk as Buffer);
  return Buffer.concat(chunks).toString();
}

/** RFC 7638: the members that make the key, in the order of their names. */
function thumbprintOf({ crv, kty, x, y }: JsonWebKey): string {
  return createHash("sha256").update(JSON.stringify({ crv, kty, x, y })).digest("base64url");
}

/** As an authority asks: by plain HTTP, with the domain as the host. `fetch` takes no Host header. */
async function askFor(port: number, domain: string, token: string): Promise<string> {
  const { request } = await import("node:http");
  return new Promise((resolve, reject) => {
    const path = `/.well-known/acme-challenge/${token}`;
    const ask = request({ host: "127.0.0.1", port, path, headers: { host: domain } }, async (answer) => {
      const text = await readBody(answer);
      if (answer.statusCode === 200) resolve(text);
      else reject(new Error(String(answer.statusCode)));
    });
    ask.on("error", reject);
    ask.end();
  });
}
