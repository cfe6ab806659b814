import { limits } from "./limits";

/** The rules of a channel, from its name. */
export type ChannelKind = {
  /** Needs a signature to subscribe. */
  signed: boolean;
  presence: boolean;
  /** The server sees ciphertext only and accepts no client events. */
  encrypted: boolean;
  /** Keeps its last event for those who subscribe later. */
  cache: boolean;
  clientEvents: boolean;
  /** `#server-to-user-{id}`: only for the connection signed in as that user. */
  userId: string | null;
};

const nameRule = /^[A-Za-z0-9_\-=@,.;]+$/;
const serverToUser = "#server-to-user-";

/**
 * Reads a channel name; null when it breaks the protocol's rules: 1 to 164 of `[A-Za-z0-9_\-=@,.;]`, or
 * `#server-to-user-` and a user id of up to 128 characters.
 */
export function channelKind(name: string): ChannelKind | null {
  if (name.startsWith(serverToUser)) {
    const userId = name.slice(serverToUser.length);
    if (userId === "" || userId.length > limits.userIdCharacters) return null;
    return { signed: false, presence: false, encrypted: false, cache: false, clientEvents: false, userId };
  }
  if (name.length > limits.channelNameCharacters || !nameRule.test(name)) return null;
  const encrypted = name.startsWith("private-encrypted-");
  const presence = name.startsWith("presence-");
  const signed = presence || name.startsWith("private-");
  return {
    signed,
    presence,
    encrypted,
    cache: /^(private-encrypted-|private-|presence-)?cache-/.test(name),
    clientEvents: signed && !encrypted,
    userId: null,
  };
}
