import type { CallOptions } from "../call-options";
import type { IsolationPolicy } from "./firewall-rules";

/** `quota`: the file system enforces sizes; `watch`: it cannot, and the panel must measure. */
export type LimitKind = "quota" | "watch";

export type LimitOptions = CallOptions & {
  /** How long it may take; 10 minutes by default. The existing files of a volume are visited once. */
  timeoutMs?: number;
};

/** Space of the file system that an engine keeps its volumes on, and what single volumes use of it. */
export type MachineDisk = { totalBytes: number; freeBytes: number; totalFiles: number; freeFiles: number };

export type UseOptions = CallOptions & {
  /** How long one volume may take; 60 s by default. */
  volumeTimeoutMs?: number;
};

export type VolumeUse = { bytes: number; files: number };

/**
 * Limits that the file system itself enforces: project quotas of XFS and ext4 (mounted with `prjquota`). Scripts for the
 * engine's machine, which use its own programs. Pure.
 */
export type VolumeLimit = { megabytes: number; files: number };

/**
 * The rules as one shell script for the machine: it uses iptables (INPUT and DOCKER-USER, or FORWARD where Docker has
 * no chain) with ip6tables, and nftables where there is no iptables. It may run at any time: what is in place stays,
 * and what a restart of the engine or of the firewall removed is set again. The last line it prints is `kept` or `set`
 * and the tool. Pure. Name servers are read on the machine, since containers ask them by the machine's own settings.
 */
export type FirewallTool = "auto" | "iptables" | "nftables";

export type IsolationState = {
  state: "set" | "failed";
  /** What filters: iptables or nftables; null when nothing does. */
  tool: string | null;
  /** Something was missing and was set now. */
  changed: boolean;
  /** Why it could not be set. */
  reason: string | null;
  /** The shell script that does it, for the administrator of the machine. */
  commands: string;
};

/** What of the policy the caller decides; the bridges are the engine's own knowledge. */
export type IsolationWish = Omit<IsolationPolicy, "interfaces">;

/**
 * Proves from inside a container of a customer's network what it reaches. A listener with the machine's network waits
 * on the gateway and has reached itself, so that no answer means a rule and not a missing listener.
 */
export type ProofResult = { what: string; address: string; reached: boolean };
