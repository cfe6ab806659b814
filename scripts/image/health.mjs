// HEALTHCHECK of the image: 0 while the panel answers. The image has no shell, so the engine runs this file with Node.
import { get } from "node:http";

const options = { host: "127.0.0.1", port: process.env.PORT || 3000, path: "/api/health", timeout: 4_000 };
const request = get(options, (response) => {
  response.resume();
  process.exit(response.statusCode === 200 ? 0 : 1);
});
request.on("timeout", () => request.destroy(new Error("timeout")));
request.on("error", () => process.exit(1));
