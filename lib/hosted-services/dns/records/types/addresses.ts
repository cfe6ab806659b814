import { fieldsOf } from "../fields";
import { ipv4, ipv6 } from "../ip-addresses";
import type { RecordKind } from "../record-kind";

export const a: RecordKind = {
  label: "IPv4 address",
  example: "192.0.2.10",
  read(tokens) {
    const [address = ""] = fieldsOf(tokens, 1, "one IPv4 address, such as 192.0.2.10");
    return ipv4(address);
  },
};

export const aaaa: RecordKind = {
  label: "IPv6 address",
  example: "2001:db8::10",
  read(tokens) {
    const [address = ""] = fieldsOf(tokens, 1, "one IPv6 address, such as 2001:db8::10");
    return ipv6(address);
  },
};
