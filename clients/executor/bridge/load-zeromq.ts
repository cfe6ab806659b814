/** ZeroMQ comes with the first message: its native part would be memory that many executors never need. */
type ZeroMq = typeof import("zeromq");

let loaded: Promise<ZeroMq> | undefined;

/** `home`: where the bundle unpacks the native part to; from the sources, the package brings its own. */
export function loadZeroMq(home: string): Promise<ZeroMq> {
  (globalThis as { lightnodeExecutorHome?: string }).lightnodeExecutorHome = home;
  loaded ??= import("zeromq");
  return loaded;
}
