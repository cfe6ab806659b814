import { fieldsOf, refuseAddress } from "../fields";
import { InvalidRecord } from "../invalid-record";
import type { NameReader } from "../names";
import type { RecordKind } from "../record-kind";
import type { Token } from "../tokens";

/** Types whose value is one name (RFC 1035, 3.3). */
const onlyName = (instead: string) => (tokens: readonly Token[], readTarget: NameReader) => {
  const [target = ""] = fieldsOf(tokens, 1, "one name, such as www.example.com");
  return targetName(target, readTarget, instead);
};

/** A name that a record leads to: no address and no wildcard. */
export function targetName(text: string, readTarget: NameReader, instead: string): string {
  refuseAddress(text, instead);
  const target = readTarget(text);
  if (target.startsWith("*")) throw new InvalidRecord("A wildcard is no target. Write the name of one host.");
  return target;
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
  read: onlyName("Use A or AAAA for an address."),
};

/** Answered by the name server with the addresses of the target, so that it may stand at the apex. */
export const alias: RecordKind = {
  label: "Addresses of",
  example: "app.example.net",
  single: true,
  nameAt: 0,
  read: onlyName("Use A or AAAA for an address."),
};

export const ns: RecordKind = {
  label: "Name server",
  example: "ns1.example.net",
  nameAt: 0,
  read: onlyName("Give the name server a name with an A or AAAA record, and write the name here."),
  checkOwner(name) {
    if (name.startsWith("*"))
      throw new InvalidRecord("A wildcard cannot be delegated. Write one NS record for each name.");
  },
};

export const ptr: RecordKind = {
  label: "Name of an address",
  example: "host.example.net",
  nameAt: 0,
  read: onlyName("Write the name of the host here. The address is the name of the record."),
};
