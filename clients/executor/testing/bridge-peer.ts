import { Reply } from "zeromq";

/** A real REP socket that a bridge can reach; it answers nothing. */
export async function startPeer(port: number): Promise<{ close(): void }> {
  const socket = new Reply({ linger: 0 });
  await socket.bind(`tcp://127.0.0.1:${port}`);
  return socket;
}
