// Whether every program of the mail server accepts connections. Run by itself it is the container's health check.
import { connect } from "node:net";

const ports = [25, 465, 587, 993, 24, 12345, 12347, 5432, 8080];

function accepts(port) {
  return new Promise((resolve) => {
    const socket = connect({ host: "127.0.0.1", port, timeout: 2_000 });
    const end = (result) => {
      socket.destroy();
      resolve(result);
    };
    socket.once("connect", () => end(true));
    socket.once("error", () => end(false));
    socket.once("timeout", () => end(false));
  });
}

export async function listening() {
  return (await Promise.all(ports.map(accepts))).every(Boolean);
}

if (process.argv[1] === new URL(import.meta.url).pathname) process.exit((await listening()) ? 0 : 1);
