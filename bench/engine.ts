import { request } from "node:http";

const socketPath = (process.env.DOCKER_HOST ?? "unix:///var/run/docker.sock").replace("unix://", "");

/** One call of the engine's API, past every layer of the panel. */
export function engineCall<T>(method: string, path: string): Promise<T | null> {
  return new Promise((resolve, reject) => {
    const call = request({ socketPath, method, path, timeout: 30_000 }, (response) => {
      let text = "";
      response.on("data", (chunk) => (text += chunk));
      response.on("end", () => {
        const good = (response.statusCode ?? 500) < 300;
        resolve(good && text.startsWith("{") ? (JSON.parse(text) as T) : null);
      });
    });
    call.on("error", reject);
    call.on("timeout", () => call.destroy(new Error("the engine does not answer")));
    call.end();
  });
}

/** Asks every five milliseconds until the container runs. */
export async function untilRunning(name: string): Promise<void> {
  for (let waited = 0; waited < 60_000; waited += 5) {
    const state = await engineCall<{ State: { Running: boolean } }>("GET", `/containers/${name}/json`);
    if (state?.State.Running) return;
    await new Promise((resolve) => setTimeout(resolve, 5));
  }
  throw new Error(`${name} does not run`);
}
