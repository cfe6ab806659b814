import { afterAll, beforeAll, beforeEach, expect, it } from "vitest";
import { sql, transaction } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeNode } from "@/lib/testing/fixtures";
import { reservePlace } from "../place/reserve-place";
import { freePorts, requestStandardPorts } from "./ports";

/** Ports below 1024: claimed by number, and without a row when nobody has them. */
let environment: TestEnvironment;
let nodeId: string;
const size = { memoryMb: 128, cpuMilli: 100, diskMb: 100, region: null };
const ports = [
  { name: "smtp", protocol: "tcp" as const, standardPort: 25 },
  { name: "store", protocol: "tcp" as const },
];
const reserve = (resourceId: string, requests = ports) =>
  transaction((tx) => reservePlace(tx, { ...size, resourceId, nodeId, ports: requests }));
const used = () =>
  sql().prisma.port.findMany({
    where: { OR: [{ resourceId: { not: null } }, { homeOf: { not: null } }] },
    select: { port: true, name: true, resourceId: true, homeOf: true, state: true },
    orderBy: { port: "asc" },
  });

beforeAll(async () => {
  environment = await openTestEnvironment();
  nodeId = await makeNode({ portStart: 27_100, portEnd: 27_109 });
});
beforeEach(async () => {
  for (const id of ["prv_1", "prv_2"]) await transaction((tx) => freePorts(tx, id));
});
afterAll(() => environment.close());

it("are taken once per address, with the others from the pool, and leave no row behind", async () => {
  const place = await reserve("prv_1");
  expect(Object.fromEntries(place.ports)).toEqual({ smtp: 25, store: 27_100 });
  await expect(reserve("prv_2")).rejects.toMatchObject({
    code: "standard_port_taken",
    message: "On local another service has port 25 (TCP). Use other ports, another machine, or remove that service.",
  });
  expect(await used()).toHaveLength(2);
  await transaction((tx) => freePorts(tx, "prv_1"));
  expect(await used()).toEqual([]);
  expect(await sql().prisma.port.count({ where: { port: { lt: 1024 } } })).toBe(0);
  expect(Object.fromEntries((await reserve("prv_2")).ports)).toEqual({ smtp: 25, store: 27_100 });
});

it("of parallel reservations one has it, and the others keep nothing", async () => {
  const ids = ["prv_1", "prv_2"];
  const outcomes = await Promise.allSettled(ids.map((id) => reserve(id)));
  expect(outcomes.filter(({ status }) => status === "fulfilled")).toHaveLength(1);
  expect(await used()).toHaveLength(2);
});

it("are recorded for the next start of a service that has ports of the pool, once", async () => {
  const pooled = ports.map(({ name, protocol }) => ({ name, protocol }));
  await reserve("prv_1", pooled);
  await reserve("prv_2", pooled);
  const requests = [{ name: "smtp", protocol: "tcp" as const, standardPort: 25 }];
  const request = (id: string) => transaction((tx) => requestStandardPorts(tx, id, requests));
  expect(await request("prv_1")).toBeNull();
  expect(await request("prv_1")).toBeNull();
  expect(await request("prv_2")).toBe(25);
  expect((await used())[0]).toEqual({ port: 25, name: null, resourceId: null, homeOf: "prv_1", state: "blocked" });
  await transaction((tx) => freePorts(tx, "prv_1"));
  expect(await request("prv_2")).toBeNull();
});
