import { createServer, type IncomingMessage, type Server, type ServerResponse } from "node:http";
import type { AddressInfo } from "node:net";

type Upload = { key: string; parts: Map<number, Buffer> };

/**
 * A server that speaks the part of the S3 protocol that backups use (PutObject, GetObject, DeleteObject and multipart
 * uploads), with one bucket. It checks neither signatures nor checksums.
 */
export class S3TestServer {
  readonly objects = new Map<string, Buffer>();
  readonly uploads = new Map<string, Upload>();
  onPart: (() => void) | null = null;
  readonly #server: Server;
  #count = 0;

  private constructor() {
    this.#server = createServer((request, response) => {
      this.#answer(request, response).catch((error: unknown) => response.writeHead(500).end(String(error)));
    });
  }

  static async start(): Promise<S3TestServer> {
    const server = new S3TestServer();
    await new Promise<void>((resolve) => server.#server.listen(0, "127.0.0.1", resolve));
    return server;
  }

  get url(): string {
    const { port } = this.#server.address() as AddressInfo;
    return `http://127.0.0.1:${port}`;
  }

  async stop(): Promise<void> {
    this.#server.closeAllConnections();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  async #answer(request: IncomingMessage, response: ServerResponse): Promise<void> {
    const url = new URL(request.url ?? "/", this.url);
    const [, bucket, ...rest] = decodeURIComponent(url.pathname).split("/");
    const body = decodeChunks(request, await readBody(request));
    if (bucket !== "backups") {
      fail(response, 404, "NoSuchBucket");
      return;
    }
    const key = rest.join("/");
    const uploadId = url.searchParams.get("uploadId");
    if (url.searchParams.has("uploads")) this.#uploads(request, response, url, key);
    else if (uploadId) this.#upload(request, response, url, { uploadId, body });
    else this.#object(request, response, { key, body });
  }

  #uploads(request: IncomingMessage, response: ServerResponse, url: URL, key: string): void {
    if (request.method === "POST") {
      const id = `upload-${this.#count++}`;
      this.uploads.set(id, { key, parts: new Map() });
      xml(
        response,
        "InitiateMultipartUploadResult",
        `<Bucket>backups</Bucket><Key>${key}</Key><UploadId>${id}</UploadId>`,
      );
      return;
    }
    const prefix = url.searchParams.get("prefix") ?? "";
    const found = [...this.uploads].filter(([, upload]) => upload.key.startsWith(prefix));
    const items = found.map(([id, upload]) => `<Upload><Key>${upload.key}</Key><UploadId>${id}</UploadId></Upload>`);
    xml(response, "ListMultipartUploadsResult", `<IsTruncated>false</IsTruncated>${items.join("")}`);
  }

  #upload(
    { method }: IncomingMessage,
    response: ServerResponse,
    url: URL,
    { uploadId, body }: { uploadId: string; body: Buffer },
  ): void {
    const upload = this.uploads.get(uploadId);
    if (!upload) {
      fail(response, 404, "NoSuchUpload");
      return;
    }
    if (method === "PUT") {
      const number = Number(url.searchParams.get("partNumber"));
      upload.parts.set(number, body);
      this.onPart?.();
      response.writeHead(200, { etag: `"part-${number}"` }).end();
    } else if (method === "DELETE") {
      this.uploads.delete(uploadId);
      response.writeHead(204).end();
    } else {
      const parts = [...upload.parts].sort(([one], [other]) => one - other).map(([, part]) => part);
      this.objects.set(upload.key, Buffer.concat(parts));
      this.uploads.delete(uploadId);
      xml(
        response,
        "CompleteMultipartUploadResult",
        `<Bucket>backups</Bucket><Key>${upload.key}</Key><ETag>"done"</ETag>`,
      );
    }
  }

  #object({ method }: IncomingMessage, response: ServerResponse, { key, body }: { key: string; body: Buffer }): void {
    if (method === "PUT") {
      this.objects.set(key, body);
      response.writeHead(200, { etag: '"object"' }).end();
    } else if (method === "DELETE") {
      this.objects.delete(key);
      response.writeHead(204).end();
    } else {
      const content = this.objects.get(key);
      if (!content) {
        fail(response, 404, "NoSuchKey");
        return;
      }
      response.writeHead(200, { "content-length": content.length, etag: '"object"' }).end(content);
    }
  }
}

async function readBody(request: IncomingMessage): Promise<Buffer> {
  const parts: Buffer[] = [];
  for await (const part of request) parts.push(part);
  return Buffer.concat(parts);
}

/** `aws-chunked`: the length of each chunk in hexadecimal, with checksums after the last one. */
function decodeChunks(request: IncomingMessage, body: Buffer): Buffer {
  if (!request.headers["content-encoding"]?.includes("aws-chunked")) return body;
  const parts: Buffer[] = [];
  for (let at = 0; ; ) {
    const end = body.indexOf("\r\n", at);
    const length = Number.parseInt(body.subarray(at, end).toString("latin1"), 16);
    if (!length) return Buffer.concat(parts);
    parts.push(body.subarray(end + 2, end + 2 + length));
    at = end + 2 + length + 2;
  }
}

function xml(response: ServerResponse, root: string, content: string): void {
  const text = `<?xml version="1.0" encoding="UTF-8"?><${root} xmlns="http://s3.amazonaws.com/doc/2006-03-01/">${content}</${root}>`;
  response.writeHead(200, { "content-type": "application/xml" }).end(text);
}

function fail(response: ServerResponse, status: number, code: string): void {
  const text = `<?xml version="1.0" encoding="UTF-8"?><Error><Code>${code}</Code><Message>${code}</Message></Error>`;
  response.writeHead(status, { "content-type": "application/xml" }).end(text);
}
