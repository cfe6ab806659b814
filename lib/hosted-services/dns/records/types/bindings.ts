import { wholeNumber } from "../fields";
import { InvalidRecord } from "../invalid-record";
import type { NameReader } from "../names";
import type { RecordKind } from "../record-kind";
import type { Token } from "../tokens";
import { readParameters } from "./service-parameters";
import { targetOrNone } from "./targets";

/** RFC 9460, 2.1: priority, target and parameters. The priority 0 leads to another name and has no parameters. */
function read(tokens: readonly Token[], readTarget: NameReader): string {
  const [priority, host, ...rest] = tokens;
  if (!priority || !host) throw new InvalidRecord("Write priority, name and parameters, such as 1 . alpn=h3,h2.");
  const number = wholeNumber(priority.text, "priority", 65_535);
  const target = targetOrNone(host.text, readTarget, "Use the parameters ipv4hint and ipv6hint for addresses.");
  const parameters = readParameters(rest);
  if (number === 0 && parameters.length > 0) {
    throw new InvalidRecord("The priority 0 has no parameters. Remove them, or use the priority 1.");
  }
  return [number, target, ...parameters].join(" ");
}

export const https: RecordKind = { label: "Web service", example: "1 . alpn=h3,h2", nameAt: 1, read };
export const svcb: RecordKind = { label: "Bound service", example: "1 svc.example.net port=8443", nameAt: 1, read };
