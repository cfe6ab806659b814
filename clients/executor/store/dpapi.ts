import { spawn } from "node:child_process";

/**
 * Windows' Data Protection API through PowerShell, since Node has none. The secret goes through stdin: arguments are
 * seen by every process of the machine. Machine scope, as a service may run under another account than the user who set
 * it up.
 */
export type PowerShell = (script: string, input: string) => Promise<string>;

const script = (method: "Protect" | "Unprotect") =>
  "$ErrorActionPreference='Stop'; Add-Type -AssemblyName System.Security; " +
  "$bytes=[Convert]::FromBase64String([Console]::In.ReadToEnd().Trim()); " +
  `$done=[Security.Cryptography.ProtectedData]::${method}($bytes,$null,'LocalMachine'); ` +
  "[Console]::Out.Write([Convert]::ToBase64String($done))";

export async function protect(secret: string, run: PowerShell): Promise<string> {
  return (await run(script("Protect"), Buffer.from(secret, "utf8").toString("base64"))).trim();
}

export async function unprotect(data: string, run: PowerShell): Promise<string> {
  return Buffer.from((await run(script("Unprotect"), data)).trim(), "base64").toString("utf8");
}

export function runPowerShell(text: string, input: string): Promise<string> {
  return new Promise((resolve, reject) => {
    const child = spawn("powershell.exe", ["-NoProfile", "-NonInteractive", "-Command", text], { windowsHide: true });
    const limit = setTimeout(() => child.kill(), 30_000);
    let output = "";
    child.stdout.on("data", (chunk) => (output += chunk));
    child.on("error", reject);
    child.on("close", (code) => {
      clearTimeout(limit);
      if (code === 0) resolve(output);
      else reject(new Error(`powershell.exe ended with ${code}`));
    });
    child.stdin.end(input);
  });
}
