import { spawn } from "node:child_process";
import { once } from "node:events";
import type { Readable, Writable } from "node:stream";
import { pipeline } from "node:stream/promises";
import { extract, type Header } from "tar-stream";
import { provisioningErrors } from "../../errors";
import { type Archive, ancestors } from "../import-image";

/** An account of the image, besides root and those that every image of ours has. */
export type Account = { name: string; id: number; groups?: readonly string[] };

/** Folders that are links into /usr since Debian 12; older packages still name them. */
const linked = ["bin", "sbin", "lib", "lib32", "lib64"];
/** Nothing that a service reads. */
const unneeded = /^usr\/share\/(doc|doc-base|man|info|locale|lintian|bug|bash-completion|i18n)\//;
const gameUser = 1000;

/**
 * Writes the files of packages as one root file system. Their installation scripts are not run: accounts come from
 * `accounts`, and what else a script would make is the work of the image's entry script.
 */
export async function writeRootFileSystem(
  archive: Archive,
  packages: readonly string[],
  accounts: readonly Account[],
): Promise<void> {
  const written = writeBase(archive, accounts);
  for (const file of packages) await writePackage(archive, file, written);
}

function writeBase(archive: Archive, accounts: readonly Account[]): Set<string> {
  const folders = ["etc", "usr", ...linked.map((name) => `usr/${name}`)];
  for (const name of folders) archive.entry({ name, type: "directory", mode: 0o755 });
  for (const name of linked) archive.entry({ name, type: "symlink", linkname: `usr/${name}` });
  archive.entry({ name: "tmp", type: "directory", mode: 0o1777 });
  // A new volume mounted here takes over this owner.
  archive.entry({ name: "data", type: "directory", mode: 0o755, uid: gameUser, gid: gameUser });
  const all: Account[] = [{ name: "root", id: 0 }, { name: "game", id: gameUser }, ...accounts];
  const names = new Set(all.map(({ name }) => name));
  const others = [...new Set(all.flatMap(({ groups = [] }) => groups))].filter((name) => !names.has(name));
  const groups = [...all, ...others.map((name, index) => ({ name, id: 900 + index }))];
  archive.entry({ name: "etc/passwd" }, lines(all.map(({ name, id }) => `${name}:x:${id}:${id}:${name}:/:/bin/sh`)));
  archive.entry({ name: "etc/group" }, lines(groups.map(({ name, id }) => `${name}:x:${id}:${members(all, name)}`)));
  return new Set([...folders, ...linked, "tmp", "data", "etc/passwd", "etc/group"]);
}

const lines = (entries: readonly string[]) => `${entries.join("\n")}\n`;
const members = (all: readonly Account[], group: string) =>
  all.flatMap(({ name, groups }) => (groups?.includes(group) ? [name] : [])).join(",");

/** Folders that come again are no harm; a file that comes again keeps its first content. */
async function writePackage(archive: Archive, file: string, written: Set<string>): Promise<void> {
  const child = spawn("/usr/bin/dpkg-deb", ["--fsys-tarfile", file], { stdio: ["ignore", "pipe", "ignore"] });
  const ended = once(child, "close");
  const entries = extract();
  const reading = pipeline(child.stdout, entries as unknown as Writable);
  reading.catch(() => {});
  for await (const entry of entries) {
    const header = placed(entry.header);
    const content = entry as unknown as Readable;
    if (!header || written.has(header.name)) content.resume();
    else {
      written.add(header.name);
      await writeEntry(archive, header, content);
    }
  }
  await reading;
  const [code] = await ended;
  if (code !== 0) throw provisioningErrors.packages_unavailable({ detail: `${file} cannot be unpacked.` });
}

async function writeEntry(archive: Archive, header: Header, content: Readable): Promise<void> {
  if (header.type !== "file") {
    content.resume();
    archive.entry(header);
    return;
  }
  await pipeline(content, archive.entry(header) as unknown as Writable);
}

/** Its place in the image; null for what is left out. */
function placed(header: Header): Header | null {
  const name = inUsr(header.name);
  if (name === "" || unneeded.test(`${name}/`)) return null;
  const linkname = header.type === "link" ? inUsr(header.linkname ?? "") : header.linkname;
  return { ...header, name, linkname: linkname ?? null, mtime: new Date(0) };
}

function inUsr(entry: string): string {
  const name = entry.replace(/^\.?\/+/, "").replace(/\/+$/, "");
  const [top] = ancestors(name);
  return top && linked.includes(top) ? `usr/${name}` : name;
}
