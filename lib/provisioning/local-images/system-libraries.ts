import { z } from "zod";

/** What the official Node binary links against, on glibc and on musl; addons of this process bring others. */
const neededByNode =
  /^(ld-linux.*|ld-musl.*|libc|libm|libdl|librt|libpthread|libgcc_s|libstdc\+\+|libatomic)\.so(\.|$)/;

const reportShape = z.object({ sharedObjects: z.array(z.string()) });

/** Paths of the shared libraries this process runs with, as the loader found them. */
export function systemLibraries(): string[] {
  // Without this the report resolves the name of every open connection.
  const settings: typeof process.report & { excludeNetwork?: boolean } = process.report;
  const before = settings.excludeNetwork;
  settings.excludeNetwork = true;
  try {
    const { sharedObjects } = reportShape.parse(process.report.getReport());
    return [...new Set(sharedObjects)].filter(
      (file) => file.startsWith("/") && neededByNode.test(file.slice(file.lastIndexOf("/") + 1)),
    );
  } finally {
    settings.excludeNetwork = before;
  }
}
