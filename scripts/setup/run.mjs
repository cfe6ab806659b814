import { spawn } from "node:child_process";

/**
 * Runs a program to its end; rejects with the end of its output when it fails. `quiet` keeps its output for that case.
 */
export function run(command, args, options = {}) {
  const { quiet = true, env = process.env, cwd } = options;
  return new Promise((resolve, reject) => {
    const child = spawn(command, args, {
      cwd,
      env,
      stdio: quiet ? ["ignore", "pipe", "pipe"] : ["ignore", "inherit", "inherit"],
    });
    let output = "";
    const keep = (chunk) => {
      output = (output + chunk).slice(-200_000);
    };
    child.stdout?.on("data", keep);
    child.stderr?.on("data", keep);
    child.on("error", reject);
    child.on("close", (code) => {
      if (code === 0) resolve(output);
      else
        reject(
          Object.assign(new Error(`${command} ${args.join(" ")} ended with ${code}\n${output.slice(-4000)}`), {
            output,
          }),
        );
    });
  });
}
