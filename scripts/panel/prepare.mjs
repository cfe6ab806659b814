import { spawn } from "node:child_process";
import path from "node:path";
import { node, root } from "../setup/paths.mjs";
import { reportStep } from "../setup/report.mjs";

/**
 * Migrations, first rows and the sample image, in a process of its own; its lines become our steps. Resolves with the
 * token of the one-time link for the first administrator, or null.
 */
export function prepare(env, report = reportStep) {
  return new Promise((resolve, reject) => {
    const child = spawn(node, ["--enable-source-maps", path.join(root, "dist/prepare.mjs")], {
      cwd: root,
      env,
      stdio: ["ignore", "pipe", "pipe"],
    });
    let text = "";
    let problem = "";
    let setupToken = null;
    child.stderr.on("data", (chunk) => {
      process.stderr.write(chunk);
      problem = (problem + chunk).slice(-2_000);
    });
    child.stdout.on("data", (chunk) => {
      text += chunk;
      for (let end = text.indexOf("\n"); end >= 0; end = text.indexOf("\n")) {
        const line = JSON.parse(text.slice(0, end));
        text = text.slice(end + 1);
        report(line.phase, line.ms, line.detail, !line.failed);
        setupToken = line.setupToken ?? setupToken;
      }
    });
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(setupToken);
      else reject(Object.assign(new Error("the panel cannot start; the reason is above"), { detail: problem.trim() }));
    });
  });
}
