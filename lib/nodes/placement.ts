/**
 * Which machine takes a server. Pure: the caller reads the candidates and reserves atomically afterwards; every node
 * that was not chosen comes with its reason, so that "why not node 2" has an answer.
 */
export type Need = { memoryMb: number; cpuMilli: number; diskMb: number };

export type Candidate = Need & {
  nodeId: string;
  nodeName: string;
  region: string;
  state: "active" | "draining" | "maintenance";
  reservedMemoryMb: number;
  reservedCpuMilli: number;
  reservedDiskMb: number;
  addressId: string;
  publicAddress: string;
  hasFreePorts: boolean;
};

export type Placement = {
  /** Suitable addresses, best first. */
  ranked: Candidate[];
  rejected: { nodeName: string; publicAddress: string; reason: string }[];
};

function refusal(candidate: Candidate, need: Need): string | null {
  if (candidate.state !== "active") return `in ${candidate.state}`;
  if (!candidate.hasFreePorts) return "no free port";
  const freeMemoryMb = candidate.memoryMb - candidate.reservedMemoryMb;
  if (freeMemoryMb < need.memoryMb) return `${freeMemoryMb} MB of memory free, ${need.memoryMb} MB needed`;
  const freeDiskMb = candidate.diskMb - candidate.reservedDiskMb;
  if (freeDiskMb < need.diskMb) return `${freeDiskMb} MB of disk free, ${need.diskMb} MB needed`;
  const freeCpuMilli = candidate.cpuMilli - candidate.reservedCpuMilli;
  if (freeCpuMilli < need.cpuMilli) return `${freeCpuMilli / 1000} CPUs free, ${need.cpuMilli / 1000} needed`;
  return null;
}

/** Share of the scarcest resource once the server is placed: 0 is empty, 1 is full. */
function pressure(candidate: Candidate, need: Need): number {
  return Math.max(
    (candidate.reservedMemoryMb + need.memoryMb) / candidate.memoryMb,
    (candidate.reservedCpuMilli + need.cpuMilli) / candidate.cpuMilli,
    (candidate.reservedDiskMb + need.diskMb) / candidate.diskMb,
  );
}

export function rankPlacements(candidates: readonly Candidate[], need: Need): Placement {
  const ranked: Candidate[] = [];
  const rejected: Placement["rejected"] = [];
  for (const candidate of candidates) {
    const reason = refusal(candidate, need);
    if (reason === null) ranked.push(candidate);
    else rejected.push({ nodeName: candidate.nodeName, publicAddress: candidate.publicAddress, reason });
  }
  ranked.sort((a, b) => pressure(a, need) - pressure(b, need) || a.nodeName.localeCompare(b.nodeName));
  return { ranked, rejected };
}
