import { subscribe } from "node:diagnostics_channel";
import { makeDeliveryWorker } from "../notifications/make-channel";

/** A worker that kills itself when the reply to a delivery has arrived, and before its outcome is stored. */
subscribe("http.client.response.finish", () => {
  process.kill(process.pid, "SIGKILL");
  // SIGKILL needs a moment to arrive, and nothing may happen in it.
  Atomics.wait(new Int32Array(new SharedArrayBuffer(4)), 0, 0, 5_000);
});
// A test that ended must not leave a worker behind.
process.on("disconnect", () => process.exit(1));
makeDeliveryWorker().start(100);
process.send?.("ready");
