/**
 * A Node script, with MB a second and seconds as arguments: writes numbered lines of about 100 bytes to the game's own
 * output at a fixed rate, and reports its end.
 */
export const flood = `
const fs = require("node:fs");
const [rate, seconds] = [Number(process.argv[1]) * 1e6, Number(process.argv[2])];
const out = fs.openSync("/proc/1/fd/1", "w");
const idle = new Int32Array(new SharedArrayBuffer(4));
const pad = "x".repeat(80);
const startedAt = Date.now();
let [lines, sent] = [0, 0];
function write(text) {
  const bytes = Buffer.from(text);
  for (let at = 0; at < bytes.length; ) {
    try { at += fs.writeSync(out, bytes, at); } catch (error) { if (error.code !== "EAGAIN") throw error; }
  }
}
for (let passed = 0; passed < seconds; passed = (Date.now() - startedAt) / 1000) {
  const due = passed * rate - sent;
  if (due < 20_000) { Atomics.wait(idle, 0, 0, 2); continue; }
  let text = "";
  while (text.length < Math.min(due, 200_000)) text += "flood-" + lines++ + " " + pad + "\\n";
  write(text);
  sent += text.length;
}
write("flood-end " + lines + " " + Date.now() + "\\n");
`;
