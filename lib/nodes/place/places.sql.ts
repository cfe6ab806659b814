import { statement } from "@/lib/db/statement";
import { diskIsFull } from "../disk-is-full";
import { portsCounted } from "./placement";

export const listCandidates = statement({
  reason: "Part of every accepted workload, in one round trip.",
  name: "place_candidates",
  text: `
    SELECT n.id AS "nodeId", n.name AS "nodeName", r.slug AS region, r.id AS "regionId", n.state,
           n.memory_mb AS "memoryMb", n.cpu_milli AS "cpuMilli", n.disk_mb AS "diskMb",
           n.reserved_memory_mb AS "reservedMemoryMb", n.reserved_cpu_milli AS "reservedCpuMilli",
           n.reserved_disk_mb AS "reservedDiskMb", a.id AS "addressId", a.public_address AS "publicAddress",
           n.engine_error IS NOT NULL AS "engineIsDown", ${diskIsFull} AS "diskIsFull",
           a.port_end - a.port_start + 1 AS "totalPorts",
           (SELECT count(*)::int FROM (SELECT 1 FROM port p WHERE p.address_id = a.id
              AND p.protocol = $2::port_protocol AND p.state = 'free' LIMIT ${portsCounted}) counted) AS "freePorts"
    FROM node n JOIN region r ON r.id = n.region_id JOIN address a ON a.node_id = n.id
    WHERE $1::text IS NULL OR r.slug = $1`,
  columns: {
    nodeId: "text",
    nodeName: "text",
    region: "text",
    regionId: "text",
    state: "node_state",
    memoryMb: "int4",
    cpuMilli: "int4",
    diskMb: "int4",
    reservedMemoryMb: "int4",
    reservedCpuMilli: "int4",
    reservedDiskMb: "int4",
    addressId: "text",
    publicAddress: "text",
    engineIsDown: "bool",
    diskIsFull: "bool",
    totalPorts: "int4",
    freePorts: "int4",
  },
});

/** Adds to the reservation; negative amounts release. $5: only on a node that takes new workloads. */
export const addReservation = statement({
  reason: "Part of every accepted workload; compares sums of columns in the change itself.",
  name: "place_reserve",
  text: `
    UPDATE node SET reserved_memory_mb = reserved_memory_mb + $2, reserved_cpu_milli = reserved_cpu_milli + $3,
                    reserved_disk_mb = reserved_disk_mb + $4
    WHERE id = $1 AND (state = 'active' OR NOT $5) AND ($2 <= 0 OR reserved_memory_mb + $2 <= memory_mb)
      AND ($3 <= 0 OR reserved_cpu_milli + $3 <= cpu_milli) AND ($4 <= 0 OR reserved_disk_mb + $4 <= disk_mb)`,
});
