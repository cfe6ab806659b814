import type { Duplex } from "node:stream";
import type { CallOptions } from "../../call-options";
import { provisioningErrors } from "../../errors";
import type { DockerConnection } from "../connection";
import type { Containers } from "../containers";

/** Writes one line to a running container's standard input; a line break inside would be a second command. */
export async function writeStdin(
  connection: DockerConnection,
  containers: Containers,
  name: string,
  line: string,
  options: CallOptions = {},
): Promise<void> {
  const state = await containers.inspect(name, options);
  if (!state) throw provisioningErrors.container_not_found();
  // Docker would accept the attachment and drop the line.
  if (state.status !== "running") throw provisioningErrors.container_not_running();
  const text = `${line.replace(/[\r\n]+/g, " ")}\n`;
  await connection.call(async (docker) => {
    const query = { stream: true, stdin: true, stdout: false, stderr: false, hijack: true };
    await sendAndClose((await docker.getContainer(name).attach(query)) as Duplex, text);
  }, options);
}

/** Docker closes the connection once it has passed everything on, so its end is the receipt. */
function sendAndClose(socket: Duplex, text: string): Promise<void> {
  return new Promise((resolve, reject) => {
    socket.once("error", reject);
    socket.once("close", resolve);
    socket.resume();
    socket.end(text);
  });
}
