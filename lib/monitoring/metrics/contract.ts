/**
 * The registry of metrics: what the panel stores of machines and servers over time. A new metric is one line at the end
 * and one column of `metric_raw`; its place in this list is its place in stored arrays and chunks, so lines are never
 * moved or removed.
 */
export const subjectKinds = ["machine", "server"] as const;
export type SubjectKind = (typeof subjectKinds)[number];

export const metricUnits = ["percent", "bytes", "bytes/s", "count", "ms", "load"] as const;
export type MetricUnit = (typeof metricUnits)[number];

type Metric = {
  name: string;
  /** Its column in `metric_raw`. */
  column: string;
  label: string;
  unit: MetricUnit;
  /** The smallest difference that is stored; values are rounded to it. */
  step: number;
  kinds: readonly SubjectKind[];
};

const both = ["machine", "server"] as const;
const machine = ["machine"] as const;
const server = ["server"] as const;

export const metrics = [
  { name: "cpu.percent", column: "cpu_percent", label: "CPU", unit: "percent", step: 0.1, kinds: both },
  { name: "cpu.user", column: "cpu_user", label: "CPU of programs", unit: "percent", step: 0.1, kinds: machine },
  { name: "cpu.system", column: "cpu_system", label: "CPU of the kernel", unit: "percent", step: 0.1, kinds: machine },
  { name: "cpu.iowait", column: "cpu_iowait", label: "Waiting for disks", unit: "percent", step: 0.1, kinds: machine },
  { name: "cpu.steal", column: "cpu_steal", label: "Taken by the host", unit: "percent", step: 0.1, kinds: machine },
  { name: "load.one", column: "load_one", label: "Load, one minute", unit: "load", step: 0.01, kinds: machine },
  { name: "pressure.cpu", column: "pressure_cpu", label: "CPU pressure", unit: "percent", step: 0.1, kinds: machine },
  {
    name: "pressure.memory",
    column: "pressure_memory",
    label: "Memory pressure",
    unit: "percent",
    step: 0.1,
    kinds: machine,
  },
  { name: "pressure.io", column: "pressure_io", label: "Disk pressure", unit: "percent", step: 0.1, kinds: machine },
  { name: "memory.percent", column: "memory_percent", label: "Memory", unit: "percent", step: 0.1, kinds: both },
  { name: "memory.used", column: "memory_used", label: "Memory used", unit: "bytes", step: 1_048_576, kinds: both },
  { name: "swap.percent", column: "swap_percent", label: "Swap", unit: "percent", step: 0.1, kinds: machine },
  { name: "disk.percent", column: "disk_percent", label: "Disk", unit: "percent", step: 0.1, kinds: both },
  { name: "disk.used", column: "disk_used", label: "Disk used", unit: "bytes", step: 1_048_576, kinds: both },
  { name: "disk.inodes", column: "disk_inodes", label: "Inodes", unit: "percent", step: 0.1, kinds: machine },
  { name: "disk.read", column: "disk_read", label: "Read", unit: "bytes/s", step: 16, kinds: machine },
  { name: "disk.write", column: "disk_write", label: "Written", unit: "bytes/s", step: 16, kinds: machine },
  { name: "network.received", column: "network_received", label: "Received", unit: "bytes/s", step: 1, kinds: both },
  { name: "network.sent", column: "network_sent", label: "Sent", unit: "bytes/s", step: 1, kinds: both },
  { name: "players.online", column: "players_online", label: "Players", unit: "count", step: 1, kinds: server },
  { name: "ping.ms", column: "ping_ms", label: "Answer time", unit: "ms", step: 0.1, kinds: server },
] as const satisfies readonly Metric[];

export type MetricName = (typeof metrics)[number]["name"];
export type MetricFacts = Metric & { name: MetricName };

export const metricNames: readonly MetricName[] = metrics.map(({ name }) => name);
export const metricCount = metrics.length;

const places: ReadonlyMap<string, number> = new Map(metrics.map(({ name }, place) => [name, place]));

/** Place of a metric in stored arrays; undefined for a name that is not in the registry. */
export const placeOf = (name: string): number | undefined => places.get(name);

/** The metrics of one kind of subject, in the order of the registry. */
export function metricsOf(kind: SubjectKind): readonly MetricFacts[] {
  return metrics.filter(({ kinds }) => (kinds as readonly SubjectKind[]).includes(kind));
}

/** Seconds between two stored samples. */
export const sampleSeconds = 10;
