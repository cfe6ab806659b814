import type { RecordType } from "./contract";
import type { RecordKind } from "./record-kind";
import { a, aaaa } from "./types/addresses";
import { https, svcb } from "./types/bindings";
import { caa } from "./types/caa";
import { ds, sshfp, tlsa } from "./types/keys";
import { mx, naptr, srv } from "./types/services";
import { alias, cname, ns, ptr } from "./types/targets";
import { txt } from "./types/txt";

/** All types of records that customers may write. The list for browsers is in `contract.ts`. */
export const recordKinds: Readonly<Record<RecordType, RecordKind>> = {
  A: a,
  AAAA: aaaa,
  ALIAS: alias,
  CAA: caa,
  CNAME: cname,
  DS: ds,
  HTTPS: https,
  MX: mx,
  NAPTR: naptr,
  NS: ns,
  PTR: ptr,
  SRV: srv,
  SSHFP: sshfp,
  SVCB: svcb,
  TLSA: tlsa,
  TXT: txt,
};
