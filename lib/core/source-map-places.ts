import { readFileSync } from "node:fs";
import { SourceMap, type SourceMapPayload } from "node:module";
import { fileURLToPath, pathToFileURL } from "node:url";

/** Maps of a page's chunks have up to a megabyte; those of the last few files are kept. */
const keptMaps = 8;
const maps = new Map<string, SourceMap | null>();

/** A place in a line of a stack trace: a path or file URL, then line and column, both from 1. */
const places = /(?<file>(?:file:\/\/)?\/[^\s:]+\.m?js):(?<line>\d+):(?<column>\d+)/g;

/**
 * The text of a stack trace with each place in a built file replaced by its place in the source, where the built file
 * has a source map beside it. Maps are read here, when an error is written: Node's `--enable-source-maps` reads the map
 * of every file that is loaded, which costs the panel's processes 40 MB.
 */
export function mapStackTrace(stack: string): string {
  return stack.replace(places, (place, file: string, line: string, column: string) => {
    const built = file.startsWith("file:") ? fileURLToPath(file) : file;
    const origin = mapOf(built)?.findOrigin(Number(line), Number(column));
    if (!origin || !("fileName" in origin) || !origin.fileName) return place;
    const url = new URL(origin.fileName, pathToFileURL(built));
    // The maps of pages have addresses of the bundler's own, such as turbopack:///[project]/lib/….
    const source = url.protocol === "file:" ? fileURLToPath(url) : decodeURIComponent(url.pathname);
    return `${source}:${origin.lineNumber}:${origin.columnNumber}`;
  });
}

function mapOf(built: string): SourceMap | null {
  const known = maps.get(built);
  if (known !== undefined) return known;
  const map = readMap(built);
  const [oldest] = maps.keys();
  if (oldest && maps.size >= keptMaps) maps.delete(oldest);
  maps.set(built, map);
  return map;
}

/** Null when the file has no map, or one that cannot be read: the trace then names the built file. */
function readMap(built: string): SourceMap | null {
  try {
    const payload: SourceMapPayload = JSON.parse(readFileSync(`${built}.map`, "utf8"));
    return new SourceMap(payload);
  } catch {
    return null;
  }
}
