import { fieldsOf, refuseAddress } from "../fields";
import { InvalidRecord } from "../invalid-record";
import { type NameReader, shorten } from "../names";
import type { RecordKind } from "../record-kind";
import type { Token } from "../tokens";

/** Types whose value is one name (RFC 1035, 3.3). */
const onlyName =
  (readName: typeof targetName, instead: string) =>
  (tokens: readonly Token[], readTarget: NameReader): string => {
    const [target = ""] = fieldsOf(tokens, 1, "one name, such as www.example.com");
    return readName(target, readTarget, instead);
  };

/** A name that a record leads to: no address and no wildcard. */
export function targetName(text: string, readTarget: NameReader, instead: string): string {
  refuseAddress(text, instead);
  const target = readTarget(text);
  if (target.startsWith("*")) throw new InvalidRecord("A wildcard is no target. Write the name of one host.");
  return target;
}

/**
 * As {@link targetName}, for the name of a machine (RFC 952, RFC 1123, 2.1): no underscores, no hyphens at the ends.
 */
export function hostName(text: string, readTarget: NameReader, instead: string): string {
  const target = targetName(text, readTarget, instead);
  const isHost = target
    .slice(0, -1)
    .split(".")
    .every((part) => /^[a-z0-9](?:[a-z0-9-]*[a-z0-9])?$/.test(part));
  if (isHost) return target;
  throw new InvalidRecord(
    `"${shorten(text)}" is not the name of a host. Its parts have letters, digits, hyphens inside.`,
  );
}

/** As {@link hostName}; a single dot means that there is none. */
export function hostOrNone(text: string, readTarget: NameReader, instead: string): string {
  return text === "." ? "." : hostName(text, readTarget, instead);
}

/** As {@link targetName}; a single dot means that there is none. */
export function targetOrNone(text: string, readTarget: NameReader, instead: string): string {
  return text === "." ? "." : targetName(text, readTarget, instead);
}

export const cname: RecordKind = {
  label: "Other name of",
  example: "www.example.net",
  single: true,
  nameAt: 0,
  read: onlyName(targetName, "Use A or AAAA for an address."),
};

/** Answered by the name server with the addresses of the target, so that it may stand at the apex. */
export const alias: RecordKind = {
  label: "Addresses of",
  example: "app.example.net",
  single: true,
  nameAt: 0,
  read: onlyName(targetName, "Use A or AAAA for an address."),
};

export const ns: RecordKind = {
  label: "Name server",
  example: "ns1.example.net",
  nameAt: 0,
  read: onlyName(hostName, "Give the name server a name with an A or AAAA record, and write the name here."),
  checkOwner(name) {
    if (name.startsWith("*"))
      throw new InvalidRecord("A wildcard cannot be delegated. Write one NS record for each name.");
  },
};

export const ptr: RecordKind = {
  label: "Name of an address",
  example: "host.example.net",
  nameAt: 0,
  read: onlyName(targetName, "Write the name of the host here. The address is the name of the record."),
};
