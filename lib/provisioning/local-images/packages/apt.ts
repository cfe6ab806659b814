import { execFile } from "node:child_process";
import { existsSync } from "node:fs";
import { mkdir, readFile, stat, writeFile } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { messageOf } from "@/lib/core/errors";
import { provisioningErrors } from "../../errors";

/**
 * apt of the panel's machine with folders of our own: it takes the machine's package sources, keys and proxy, installs
 * nothing, and needs no root. The list of installed packages is empty, so that it resolves everything.
 */
type PackageFile = { file: string; name: string };

const dayMs = 86_400_000;
const updateTimeoutMs = 180_000;
const downloadTimeoutMs = 900_000;

/** Absolute paths of the packages and of all that they depend on, downloaded into `folder`. */
export async function downloadPackages(
  folder: string,
  packages: readonly string[],
  lookForNewer = false,
): Promise<string[]> {
  const apt = await openApt(folder);
  await updateLists(apt, lookForNewer);
  const files = await resolvePackages(apt, packages);
  if (files.some(({ file }) => !existsSync(file))) {
    await runApt(apt, ["--yes", "--download-only", "install", ...packages], downloadTimeoutMs);
  }
  const missing = files.find(({ file }) => !existsSync(file));
  if (missing) throw provisioningErrors.packages_unavailable({ detail: `${missing.name} was not downloaded.` });
  return files.map(({ file }) => file);
}

type Apt = { folder: string; configuration: string };

async function openApt(folder: string): Promise<Apt> {
  const root = path.resolve(folder);
  const programs = ["/usr/bin/apt-get", "/usr/bin/dpkg-deb"];
  const missing = programs.find((program) => !existsSync(program));
  if (missing) throw provisioningErrors.packages_unavailable({ detail: `There is no ${missing}.` });
  try {
    await mkdir(path.join(root, "lists/partial"), { recursive: true });
    await mkdir(path.join(root, "archives/partial"), { recursive: true });
    await mkdir(path.join(root, "empty/partial"), { recursive: true });
  } catch (error) {
    throw provisioningErrors.packages_unavailable({ detail: messageOf(error), cause: error });
  }
  const configuration = path.join(root, "apt.conf");
  await writeFile(path.join(root, "status"), "");
  await writeFile(configuration, configurationOf(root));
  return { folder: root, configuration };
}

/** The machine's hooks are for its own installation: they would empty its caches. */
const configurationOf = (root: string) =>
  [
    "#clear APT::Update::Pre-Invoke;",
    "#clear APT::Update::Post-Invoke;",
    "#clear APT::Update::Post-Invoke-Success;",
    "#clear APT::Install::Post-Invoke-Success;",
    "#clear DPkg::Pre-Invoke;",
    "#clear DPkg::Pre-Install-Pkgs;",
    "#clear DPkg::Post-Invoke;",
    `Dir::State::status "${root}/status";`,
    `Dir::State::lists "${root}/lists";`,
    `Dir::State::extended_states "${root}/extended_states";`,
    `Dir::Cache::archives "${root}/archives";`,
    'Dir::Cache::pkgcache "";',
    'Dir::Cache::srcpkgcache "";',
    'APT::Sandbox::User "root";',
    'APT::Install-Recommends "false";',
    'Acquire::Retries "2";',
    "",
  ].join("\n");

/** Once a day, or now. A failure counts only when there are no lists from before, or when newer ones were asked for. */
async function updateLists(apt: Apt, lookForNewer: boolean): Promise<void> {
  const stamp = path.join(apt.folder, "updated");
  const updatedAt = await stat(stamp).then(
    ({ mtimeMs }) => mtimeMs,
    () => 0,
  );
  if (!lookForNewer && Date.now() - updatedAt < dayMs) return;
  try {
    // By itself apt ends with 0 when a source does not answer.
    await runApt(apt, ["-o", "APT::Update::Error-Mode=any", "update"], updateTimeoutMs);
    await writeFile(stamp, "");
  } catch (error) {
    if (lookForNewer) throw withCure(error);
    if (updatedAt === 0) throw error;
  }
}

const withCure = (error: unknown) =>
  provisioningErrors.packages_unavailable({
    detail: `Newer packages could not be looked for: ${messageOf(error)} Run apt-get update on the panel's machine, correct what it names, and try again.`,
    cause: error,
  });

/** Lines of apt: 'address' file-name size checksum. */
async function resolvePackages(apt: Apt, packages: readonly string[]): Promise<PackageFile[]> {
  const text = await runApt(apt, ["--print-uris", "--yes", "install", ...packages], updateTimeoutMs);
  // Those that are in the cache already are not listed, so the cache is taken as empty here.
  return [...text.matchAll(/^'[^']+' (\S+\.deb) /gm)].flatMap(([, name]) =>
    name ? [{ name, file: path.join(apt.folder, "archives", name) }] : [],
  );
}

async function runApt(apt: Apt, args: readonly string[], timeout: number): Promise<string> {
  const options = ["--config-file", apt.configuration, "--quiet=2"];
  const emptyCache = args.includes("--print-uris") ? ["-o", `Dir::Cache::archives=${apt.folder}/empty`] : [];
  try {
    const limits = { timeout, maxBuffer: 16 * 1024 * 1024 };
    const { stdout } = await promisify(execFile)("apt-get", [...options, ...emptyCache, ...args], limits);
    return stdout;
  } catch (error) {
    throw provisioningErrors.packages_unavailable({ detail: lastLine(messageOf(error)), cause: error });
  }
}

const lastLine = (text: string) => (text.trim().split("\n").at(-1) ?? "").slice(0, 300);

/** The identification of the machine's system: packages of another release make another image. */
export async function systemRelease(): Promise<string> {
  return readFile("/etc/os-release", "utf8").catch(() => "unknown");
}

/** Its version, as `12`: packages of another one may read data in another way. */
export async function releaseId(): Promise<string> {
  return /^VERSION_ID="?([\w.-]+)"?$/m.exec(await systemRelease())?.[1] ?? "unknown";
}
