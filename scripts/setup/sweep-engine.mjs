import { request } from "node:http";

/** One call to the local engine; resolves with the parsed answer, or null. */
function call(method, path) {
  return new Promise((resolve) => {
    const outgoing = request({ socketPath: "/var/run/docker.sock", method, path, timeout: 20_000 }, (response) => {
      let text = "";
      response.on("data", (chunk) => (text += chunk));
      response.on("end", () => {
        try {
          resolve(JSON.parse(text));
        } catch {
          resolve(null);
        }
      });
    });
    outgoing.on("error", () => resolve(null));
    outgoing.end();
  });
}

/** Removes everything of one installation: for test runs, which must leave the machine as it was. */
export async function sweepEngine(installationId) {
  const filters = encodeURIComponent(JSON.stringify({ label: [`lightnode.installation=${installationId}`] }));
  for (const { Id } of (await call("GET", `/containers/json?all=true&filters=${filters}`)) ?? []) {
    await call("DELETE", `/containers/${Id}?force=true`);
  }
  for (const { Name } of (await call("GET", `/volumes?filters=${filters}`))?.Volumes ?? [])
    await call("DELETE", `/volumes/${Name}`);
  for (const { Id } of (await call("GET", `/networks?filters=${filters}`)) ?? [])
    await call("DELETE", `/networks/${Id}`);
}
