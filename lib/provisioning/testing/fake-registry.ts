import { createHash, randomBytes } from "node:crypto";
import { createServer, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";
import { gzipSync } from "node:zlib";
import { pack } from "tar-stream";
import { sleep } from "@/lib/core/clock";

/**
 * An image registry of one small image, for tests of pulling: https://distribution.github.io/distribution/spec/api/.
 * Docker talks plain HTTP to registries on 127.0.0.0/8.
 */
export type FakeRegistry = {
  /** `127.0.0.1:port/game:1`, a valid image. */
  reference: string;
  manifestDigest: string;
  /** The layer's bytes stop in the middle, and stay broken when asked again. */
  breakLayer: boolean;
  /** The layer's bytes are not those of its digest. */
  corruptLayer: boolean;
  /** Asks for a sign-in that the node does not have. */
  deny: boolean;
  /** Answers nothing any more. */
  hang: boolean;
  close(): Promise<void>;
};

type Blob = { digest: string; bytes: Buffer; type: string };

const layerBytes = 3 * 1024 * 1024;
const manifestType = "application/vnd.docker.distribution.manifest.v2+json";

function blob(bytes: Buffer, type: string): Blob {
  return { digest: `sha256:${createHash("sha256").update(bytes).digest("hex")}`, bytes, type };
}

async function layerArchive(): Promise<Buffer> {
  const archive = pack();
  // Random, so that it neither compresses nor equals the layer of an earlier test.
  archive.entry({ name: "data.bin", mode: 0o644 }, randomBytes(layerBytes));
  archive.finalize();
  const chunks: Buffer[] = [];
  for await (const chunk of archive as AsyncIterable<Buffer>) chunks.push(chunk);
  return Buffer.concat(chunks);
}

async function imageBlobs() {
  const archive = await layerArchive();
  const layer = blob(gzipSync(archive), "application/vnd.docker.image.rootfs.diff.tar.gzip");
  const config = blob(
    Buffer.from(
      JSON.stringify({
        architecture: process.arch === "arm64" ? "arm64" : "amd64",
        os: "linux",
        config: { Cmd: ["/none"] },
        rootfs: { type: "layers", diff_ids: [blob(archive, "").digest] },
      }),
    ),
    "application/vnd.docker.container.image.v1+json",
  );
  const reference = ({ digest, bytes, type }: Blob) => ({ mediaType: type, size: bytes.length, digest });
  const document = { schemaVersion: 2, mediaType: manifestType, config: reference(config), layers: [reference(layer)] };
  return { layer, config, manifest: blob(Buffer.from(JSON.stringify(document)), manifestType) };
}

function refuse(response: ServerResponse, code: string, status = 404): void {
  response.writeHead(status, { "content-type": "application/json" });
  response.end(JSON.stringify({ errors: [{ code, message: code.toLowerCase().replace("_", " ") }] }));
}

/** In pieces, so that a pull has progress to report. */
async function sendSlowly(response: ServerResponse, bytes: Buffer, until: number): Promise<void> {
  const piece = 256 * 1024;
  for (let at = 0; at < until; at += piece) {
    response.write(bytes.subarray(at, Math.min(at + piece, until)));
    await sleep(30);
  }
}

export async function startFakeRegistry(): Promise<FakeRegistry> {
  const { layer, config, manifest } = await imageBlobs();
  const faults = { breakLayer: false, corruptLayer: false, deny: false, hang: false };
  let layerRequests = 0;

  async function sendLayer(response: ServerResponse): Promise<void> {
    layerRequests++;
    if (faults.corruptLayer) {
      response.writeHead(200, { "content-length": layer.bytes.length });
      response.end(randomBytes(layer.bytes.length));
      return;
    }
    // Docker asks again five times, for a minute; that the layer is unknown makes it give up at once.
    if (faults.breakLayer && layerRequests > 1) return refuse(response, "BLOB_UNKNOWN");
    response.writeHead(200, { "content-length": layer.bytes.length });
    await sendSlowly(response, layer.bytes, faults.breakLayer ? layer.bytes.length / 2 : layer.bytes.length);
    if (faults.breakLayer) response.destroy();
    else response.end();
  }

  const server = createServer((request, response) => {
    const url = request.url ?? "";
    const send = ({ bytes, type, digest }: Blob) => {
      response.writeHead(200, {
        "content-type": type,
        "content-length": bytes.length,
        "docker-content-digest": digest,
      });
      response.end(request.method === "HEAD" ? undefined : bytes);
    };
    if (faults.hang) return;
    if (faults.deny) return refuse(response, "UNAUTHORIZED", 401);
    if (url === "/v2/") response.writeHead(200, { "docker-distribution-api-version": "registry/2.0" }).end("{}");
    else if (url === "/v2/game/manifests/1" || url.endsWith(`/manifests/${manifest.digest}`)) send(manifest);
    else if (url.includes("/manifests/")) refuse(response, "MANIFEST_UNKNOWN");
    else if (url.endsWith(config.digest)) send(config);
    else if (url.endsWith(layer.digest)) void sendLayer(response);
    else refuse(response, "BLOB_UNKNOWN");
  });
  await new Promise<void>((resolve) => server.listen(0, "127.0.0.1", resolve));
  const { port } = server.address() as AddressInfo;
  return Object.assign(faults, {
    reference: `127.0.0.1:${port}/game:1`,
    manifestDigest: manifest.digest,
    close: async () => {
      server.closeAllConnections();
      await new Promise((resolve) => server.close(resolve));
    },
  });
}
