/** Texts for failed file operations, with what to do, in place of the system's `ENOSPC: no space left …`. */
const words: Record<string, (path: string) => string> = {
  EACCES: (path) => `This user may not use ${path}. Give it the rights, or name another home with --home.`,
  EPERM: (path) => `This user may not change ${path}. Give it the rights, or name another home with --home.`,
  ENOSPC: (path) => `The disk that holds ${path} is full. Free some space; nothing is lost that was acknowledged.`,
  EDQUOT: (path) => `The user's disk quota is used up at ${path}. Free some space.`,
  EROFS: (path) => `${path} is on a disk that can only be read. Name another home with --home.`,
  ENOENT: (path) => `${path} does not exist. Check the path.`,
  ENOTDIR: (path) => `A part of ${path} is a file and no directory. Name another home with --home.`,
  EISDIR: (path) => `${path} is a directory where a file is needed. Move or delete it.`,
  EEXIST: (path) => `${path} exists already. Move or delete it.`,
  EMFILE: () => "Too many files are open in this process. Raise its limit (ulimit -n) and start it again.",
  ENFILE: () => "Too many files are open on this machine. Close programs, or raise fs.file-max.",
  EIO: (path) => `The disk that holds ${path} reports a fault. Check it.`,
};

function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === "object" && value !== null;
}

/** A field of any value; undefined where it has none. Pure. */
export function fieldOf(value: unknown, name: string): unknown {
  return isRecord(value) ? value[name] : undefined;
}

/** The code of an error of the system, such as ENOENT. Pure. */
export function errorCode(error: unknown): string | undefined {
  const code = error instanceof Error && "code" in error ? error.code : undefined;
  return typeof code === "string" ? code : undefined;
}

/** The text for an error of the system, with the path; null for any other error. Pure. */
export function explainErrno(error: unknown, path?: string): string | null {
  const own = fieldOf(error, "path");
  const where = path ?? (typeof own === "string" ? own : "the home");
  return words[errorCode(error) ?? ""]?.(where) ?? null;
}
