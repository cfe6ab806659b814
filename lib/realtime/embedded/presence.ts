import type { PresenceMember } from "./connection";

/** A member of a channel as it is published to other processes. */
export type MemberRecord = { channel: string; userId: string; userInfo?: unknown };
export type PresenceChange = { kind: "added" | "removed"; channel: string; member: PresenceMember };

/** `holders`: the processes the user is connected to, with the number of connections (1 for other processes). */
type Entry = { userInfo: unknown; holders: Map<string, number> };

/**
 * Members of presence channels, over all processes. A user with several tabs, here or elsewhere, is one member:
 * `added` is reported for the first and `removed` after the last.
 */
export class PresenceDirectory {
  readonly #channels = new Map<string, Map<string, Entry>>();
  readonly #own: string;
  readonly #onChange: (change: PresenceChange) => void;

  constructor(ownProcessId: string, onChange: (change: PresenceChange) => void) {
    this.#own = ownProcessId;
    this.#onChange = onChange;
  }

  members(channel: string): PresenceMember[] {
    const entries = this.#channels.get(channel) ?? new Map<string, Entry>();
    return [...entries].map(([userId, entry]) => ({ userId, userInfo: entry.userInfo }));
  }

  count(channel: string): number {
    return this.#channels.get(channel)?.size ?? 0;
  }

  has(channel: string, userId: string): boolean {
    return this.#channels.get(channel)?.has(userId) ?? false;
  }

  /** Whether this was the user's first connection to this process. */
  joinHere(channel: string, member: PresenceMember): boolean {
    return this.#hold(this.#own, channel, member, 1) === 1;
  }

  /** Whether this was the user's last connection to this process. */
  leaveHere(channel: string, userId: string): boolean {
    return this.#release(this.#own, channel, userId) === 0;
  }

  joinElsewhere(processId: string, { channel, userId, userInfo }: MemberRecord): void {
    const held = this.#channels.get(channel)?.get(userId)?.holders.get(processId) ?? 0;
    if (held === 0) this.#hold(processId, channel, { userId, userInfo }, 1);
  }

  leaveElsewhere(processId: string, channel: string, userId: string): void {
    this.#release(processId, channel, userId);
  }

  /** Replaces all that is known of another process; reports what differs. */
  replaceProcess(processId: string, records: readonly MemberRecord[]): void {
    const present = new Set(records.map(({ channel, userId }) => JSON.stringify([channel, userId])));
    for (const { channel, userId } of this.heldBy(processId)) {
      if (!present.has(JSON.stringify([channel, userId]))) this.#release(processId, channel, userId);
    }
    for (const record of records) this.joinElsewhere(processId, record);
  }

  heldBy(processId: string): MemberRecord[] {
    const records: MemberRecord[] = [];
    for (const [channel, entries] of this.#channels) {
      for (const [userId, entry] of entries) {
        if (entry.holders.has(processId)) records.push({ channel, userId, userInfo: entry.userInfo });
      }
    }
    return records;
  }

  #hold(processId: string, channel: string, member: PresenceMember, connections: number): number {
    const entries = this.#channels.get(channel) ?? new Map<string, Entry>();
    this.#channels.set(channel, entries);
    const known = entries.get(member.userId);
    const entry = known ?? { userInfo: member.userInfo, holders: new Map<string, number>() };
    const held = (entry.holders.get(processId) ?? 0) + connections;
    entry.holders.set(processId, held);
    if (!known) {
      entries.set(member.userId, entry);
      this.#onChange({ kind: "added", channel, member });
    }
    return held;
  }

  /** Connections that the process still has; -1 when it had none. */
  #release(processId: string, channel: string, userId: string): number {
    const entries = this.#channels.get(channel);
    const entry = entries?.get(userId);
    const held = entry?.holders.get(processId);
    if (!entries || !entry || held === undefined) return -1;
    if (held > 1) {
      entry.holders.set(processId, held - 1);
      return held - 1;
    }
    entry.holders.delete(processId);
    if (entry.holders.size > 0) return 0;
    entries.delete(userId);
    if (entries.size === 0) this.#channels.delete(channel);
    this.#onChange({ kind: "removed", channel, member: { userId, userInfo: entry.userInfo } });
    return 0;
  }
}
