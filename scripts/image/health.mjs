// HEALTHCHECK of the image: 0 while the panel answers. The image has no shell, so the engine runs this file with Node.
import http from "node:http";
import https from "node:https";

const isTls = Boolean(process.env.TLS_CERT || process.env.ACME_DOMAINS);
const port = process.env.PORT || 3000;
// The certificate is for the panel's public name, and this asks on loopback: only whether it answers matters here.
const options = { host: "127.0.0.1", port, path: "/api/health", timeout: 4_000, rejectUnauthorized: false };
const request = (isTls ? https : http).get(options, (response) => {
  response.resume();
  process.exit(response.statusCode === 200 ? 0 : 1);
});
request.on("timeout", () => request.destroy(new Error("timeout")));
request.on("error", () => process.exit(1));
