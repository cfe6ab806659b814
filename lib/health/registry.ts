import type { HealthCheck } from "./check";
import { backupsCheck } from "./checks/backups";
import {
  certificateCheck,
  clockCheck,
  mailCheck,
  realtimeCheck,
  redisCheck,
  servicesCheck,
  webCheck,
} from "./checks/connections";
import { connectionsCheck, databaseCheck, replicaCheck } from "./checks/database";
import { engineCheck, isolationCheck, portsCheck } from "./checks/machines";
import { cpuCheck, diskCheck, eventLoopCheck, memoryCheck } from "./checks/process";
import { jobsCheck, queueCheck, workerCheck } from "./checks/work";

/** All checks, in the order in which pages show them. */
export const healthChecks: readonly HealthCheck[] = [
  databaseCheck,
  connectionsCheck,
  replicaCheck,
  webCheck,
  workerCheck,
  realtimeCheck,
  redisCheck,
  engineCheck,
  isolationCheck,
  servicesCheck,
  queueCheck,
  jobsCheck,
  mailCheck,
  backupsCheck,
  portsCheck,
  diskCheck,
  memoryCheck,
  cpuCheck,
  eventLoopCheck,
  clockCheck,
  certificateCheck,
];
