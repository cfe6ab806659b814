import type { ProgramInfo } from "../fleet/contract";

/** The oldest Node that the program runs with. */
const neededNode = { major: 22, minor: 12 };

/**
 * A literal of PowerShell within a double-quoted argument of cmd.exe; the values are ours and contain neither quote.
 */
const literal = (text: string) => `'${text.replaceAll("'", "''")}'`;

/**
 * A script that a person on Windows double-clicks: installs Node where it is missing (winget, which Windows brings
 * along), then the program, compares it, and runs its setup. Lines of cmd.exe; complex steps are PowerShell. Pure.
 */
export function windowsSetup({ url, sha256 }: Pick<ProgramInfo, "url" | "sha256">): string {
  const file = "lightnode-executor.mjs";
  const { major, minor } = neededNode;
  const isNodeFine = `$v = (node --version 2>$null) -replace '^v',''; if ($v -and [version]$v -ge [version]'${major}.${minor}.0') { exit 0 } else { exit 1 }`;
  const fetch = `$ErrorActionPreference = 'Stop'; [Net.ServicePointManager]::SecurityProtocol = 'Tls12'; Invoke-WebRequest -UseBasicParsing ${literal(url)} -OutFile ${literal(file)}; if ((Get-FileHash ${literal(file)} -Algorithm SHA256).Hash -ne ${literal(sha256)}) { Remove-Item ${literal(file)}; throw 'The download is damaged.' }`;
  const powerShell = (command: string) => `powershell -NoProfile -ExecutionPolicy Bypass -Command "${command}"`;
  return [
    "@echo off",
    "setlocal",
    "title LightNode executor",
    'set "PLACE=%LOCALAPPDATA%\\LightNode"',
    'if not exist "%PLACE%" mkdir "%PLACE%"',
    'cd /d "%PLACE%" || goto failed',
    powerShell(isNodeFine),
    "if not errorlevel 1 goto fetch",
    `echo Node ${major}.${minor} or later is needed and is installed now.`,
    "where winget >nul 2>nul || goto nonode",
    "winget install --id OpenJS.NodeJS.LTS --exact --source winget --accept-source-agreements --accept-package-agreements || goto nonode",
    'set "PATH=%ProgramFiles%\\nodejs;%PATH%"',
    ":fetch",
    powerShell(fetch),
    "if errorlevel 1 goto failed",
    `node ${file} setup`,
    "if errorlevel 1 goto failed",
    "pause",
    "exit /b 0",
    ":nonode",
    `echo Node could not be installed. Install Node ${major}.${minor} or later from nodejs.org, then double-click this file again.`,
    "pause",
    "exit /b 1",
    ":failed",
    "echo The set-up did not finish; see above. Double-click this file to try again.",
    "pause",
    "exit /b 1",
    "",
  ].join("\r\n");
}
