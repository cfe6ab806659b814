/**
 * Which machine a workload is placed on. Pure: the caller reads the candidates and reserves atomically afterwards; every
 * node that was not chosen comes with its reason, so that "why not node 2" has an answer.
 */
export type Need = { memoryMb: number; cpuMilli: number; diskMb: number };

export type Candidate = Need & {
  nodeId: string;
  nodeName: string;
  region: string;
  regionId: string;
  state: "active" | "draining" | "maintenance";
  reservedMemoryMb: number;
  reservedCpuMilli: number;
  reservedDiskMb: number;
  addressId: string;
  publicAddress: string;
  /** Free ports of the wanted kind, counted up to {@link portsCounted}, and how many there are in all. */
  freePorts: number;
  totalPorts: number;
  /** Its engine did not answer at the last check. */
  engineIsDown: boolean;
  /** The machine's own reserve is used, independent of the reservations. */
  diskIsFull: boolean;
};

/** Above this number of free ports pools count as equal: counting further would slow down each create. */
export const portsCounted = 500;

/** Why a machine does not fit; `kind` shows whether it is temporary, or who can change it. */
export type Refusal = { kind: "state" | "engine" | "ports" | "standard-port" | "capacity"; reason: string };

export type Placement = {
  /** Suitable addresses, best first. */
  ranked: Candidate[];
  rejected: ({ nodeName: string; publicAddress: string } & Refusal)[];
};

/** Why a workload is where it is: for everybody without names, and machine by machine for staff. */
export type PlacementReason = {
  because: string;
  considered: { node: string; address: string; reason: string }[];
};

function refusal(candidate: Candidate, need: Need): Refusal | null {
  if (candidate.state !== "active") return { kind: "state", reason: `in ${candidate.state}` };
  if (candidate.engineIsDown) return { kind: "engine", reason: "its engine does not answer" };
  if (candidate.freePorts < 1) return { kind: "ports", reason: "no free port" };
  if (candidate.diskIsFull) return { kind: "capacity", reason: "its disk is full" };
  const short = shortage(candidate, need);
  return short === null ? null : { kind: "capacity", reason: short };
}

function shortage(candidate: Candidate, need: Need): string | null {
  const freeMemoryMb = candidate.memoryMb - candidate.reservedMemoryMb;
  if (freeMemoryMb < need.memoryMb) return `${freeMemoryMb} MB of memory free, ${need.memoryMb} MB needed`;
  const freeDiskMb = candidate.diskMb - candidate.reservedDiskMb;
  if (freeDiskMb < need.diskMb) return `${freeDiskMb} MB of disk free, ${need.diskMb} MB needed`;
  const freeCpuMilli = candidate.cpuMilli - candidate.reservedCpuMilli;
  if (freeCpuMilli < need.cpuMilli) return `${freeCpuMilli / 1000} CPUs free, ${need.cpuMilli / 1000} needed`;
  return null;
}

type Pressure = { share: number; of: "memory" | "CPUs" | "disk" | "ports" };

/** The scarcest resource once the workload is placed, and its share in use: 0 is empty, 1 is full. */
function pressure(candidate: Candidate, need: Need): Pressure {
  const pool = Math.min(candidate.totalPorts, portsCounted);
  const shares: Pressure[] = [
    { of: "memory", share: (candidate.reservedMemoryMb + need.memoryMb) / candidate.memoryMb },
    { of: "CPUs", share: (candidate.reservedCpuMilli + need.cpuMilli) / candidate.cpuMilli },
    { of: "disk", share: (candidate.reservedDiskMb + need.diskMb) / candidate.diskMb },
    { of: "ports", share: 1 - Math.min(candidate.freePorts - 1, pool) / pool },
  ];
  return shares.reduce((most, next) => (next.share > most.share ? next : most));
}

export function rankPlacements(candidates: readonly Candidate[], need: Need): Placement {
  const ranked: Candidate[] = [];
  const rejected: Placement["rejected"] = [];
  for (const candidate of candidates) {
    const found = refusal(candidate, need);
    if (found === null) ranked.push(candidate);
    else rejected.push({ nodeName: candidate.nodeName, publicAddress: candidate.publicAddress, ...found });
  }
  ranked.sort((a, b) => pressure(a, need).share - pressure(b, need).share || a.nodeName.localeCompare(b.nodeName));
  return { ranked, rejected };
}

/** Pure; `chosen` is one of the ranked, not always the first: another create may have been faster. */
export function explainPlacement(chosen: Candidate, { ranked, rejected }: Placement, need: Need): PlacementReason {
  const used = (candidate: Candidate) => {
    const { share, of } = pressure(candidate, need);
    return `${Math.round(share * 100)} % of its ${of} in use with this one`;
  };
  const others = ranked.filter((candidate) => candidate !== chosen);
  const considered = [
    { node: chosen.nodeName, address: chosen.publicAddress, reason: `chosen: ${used(chosen)}` },
    ...others.map((candidate) => ({
      node: candidate.nodeName,
      address: candidate.publicAddress,
      reason: `fits: ${used(candidate)}`,
    })),
    ...rejected.map(({ nodeName, publicAddress, reason }) => ({ node: nodeName, address: publicAddress, reason })),
  ];
  return { because: summarise(chosen, others, rejected, used(chosen)), considered };
}

function summarise(
  chosen: Candidate,
  others: readonly Candidate[],
  rejected: Placement["rejected"],
  facts: string,
): string {
  const where = `in ${chosen.region}`;
  if (others.length === 0 && rejected.length === 0) return `It is the only place ${where}: ${facts}.`;
  const left = rejected.length === 0 ? "" : ` ${rejected.length} more did not fit.`;
  if (others.length === 0) return `It was the only place ${where} that fits: ${facts}.${left}`;
  return `It had the most free capacity of ${others.length + 1} places that fit: ${facts}.${left}`;
}
