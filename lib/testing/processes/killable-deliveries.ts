import { subscribe } from "node:diagnostics_channel";
import { makeDeliveryWorker } from "../notifications/make-channel";

/** A worker that kills itself when the `KILL_POINT.replies`th reply has arrived, before its outcome is stored. */
const { replies } = JSON.parse(process.env.KILL_POINT ?? "") as { replies: number };
let arrived = 0;
subscribe("http.client.response.finish", () => {
  if (++arrived < replies) return;
  process.kill(process.pid, "SIGKILL");
  // SIGKILL needs a moment to arrive, and nothing may happen in it.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5_000);
});
// A test that ended must not leave a worker behind.
process.on("disconnect", () => process.exit(1));
makeDeliveryWorker().start(100);
process.send?.("ready");
