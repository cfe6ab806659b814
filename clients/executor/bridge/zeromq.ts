import type * as Zeromq from "zeromq";
import { loadAddon } from "./native-addon";

/** Loaded at the first use: most executors have no bridge, and it costs memory. */
export async function loadZeromq(nativeDirectory: string): Promise<typeof Zeromq> {
  const { embeddedAddons } = await import("./embedded-addons");
  const addons = embeddedAddons();
  if (addons.length > 0) loadAddon(addons, nativeDirectory);
  const loaded = (await import("zeromq")) as typeof Zeromq & { default?: typeof Zeromq };
  return loaded.default ?? loaded;
}
