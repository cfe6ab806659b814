import { request } from "node:http";

/** Where the panel itself is reached from here: a wildcard address is loopback. */
function dialHost(host) {
  if (!host || host === "0.0.0.0" || host === "::") return "127.0.0.1";
  return host;
}

/** Status and body of a GET on a connection of its own, which a process that is being replaced does not take. */
export function get(env, path, timeoutMs = 5_000) {
  return new Promise((resolve) => {
    const options = { host: dialHost(env.HOST), port: env.PORT, path, agent: false, timeout: timeoutMs };
    const call = request(options, (response) => {
      let body = "";
      response.on("data", (chunk) => (body += chunk));
      response.on("end", () => resolve({ status: response.statusCode, body }));
      response.on("error", () => resolve(null));
    });
    call.on("timeout", () => call.destroy());
    call.on("error", () => resolve(null));
    call.end();
  });
}

/** Waits until the panel answers; `isStopping` ends the wait. */
export async function waitForPanel(env, isStopping) {
  for (let waited = 0; waited < 120_000 && !isStopping(); waited += 50) {
    if ((await get(env, "/api/health"))?.status === 200) return "answers";
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
  throw new Error(`the panel does not answer on port ${env.PORT}`);
}

/** Why the panel is not ready, in words; null: it is. */
export async function readinessProblem(env) {
  const answer = await get(env, "/api/health/ready");
  if (answer === null) return "it does not answer";
  if (answer.status === 200) return null;
  return `/api/health/ready answers ${answer.status}: ${answer.body.slice(0, 500)}`;
}
