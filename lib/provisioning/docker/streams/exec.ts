import type { Readable } from "node:stream";
import type { CallOptions } from "../../call-options";
import type { ExecResult } from "../../engine";
import { provisioningErrors } from "../../errors";
import type { DockerConnection } from "../connection";
import type { Containers } from "../containers";

const mostBytes = 256 * 1024;
/** Docker's header before each piece of output: one byte of stream, three of padding, four of length. */
const headerBytes = 8;

/** Runs a command in a running container; see {@link ContainerEngine.exec}. */
export async function exec(
  connection: DockerConnection,
  containers: Containers,
  name: string,
  command: readonly string[],
  options: CallOptions = {},
): Promise<ExecResult> {
  const state = await containers.inspect(name, options);
  if (!state) throw provisioningErrors.container_not_found();
  if (state.status !== "running") throw provisioningErrors.container_not_running();
  return connection.call(async (docker) => {
    const created = await docker
      .getContainer(name)
      .exec({ Cmd: [...command], AttachStdout: true, AttachStderr: true, AttachStdin: false, Tty: false });
    const stream = (await created.start({ hijack: false, stdin: false })) as unknown as Readable;
    const { output, isCut } = await readOutput(stream);
    const { ExitCode } = await created.inspect();
    return { exitCode: ExitCode ?? -1, output, isCut };
  }, options);
}

/** Reads to the end, since Docker reports the exit code only then; keeps the first bytes. */
async function readOutput(stream: Readable): Promise<{ output: string; isCut: boolean }> {
  const kept: Buffer[] = [];
  let [waiting, bytes, isCut] = [Buffer.alloc(0), 0, false];
  for await (const chunk of stream) {
    waiting = Buffer.concat([waiting, chunk]);
    while (waiting.length >= headerBytes) {
      const end = headerBytes + waiting.readUInt32BE(4);
      if (waiting.length < end) break;
      const piece = waiting.subarray(headerBytes, Math.min(end, headerBytes + mostBytes - bytes));
      isCut ||= piece.length < end - headerBytes;
      bytes += piece.length;
      if (piece.length > 0) kept.push(piece);
      waiting = waiting.subarray(end);
    }
  }
  return { output: Buffer.concat(kept).toString("utf8"), isCut };
}
