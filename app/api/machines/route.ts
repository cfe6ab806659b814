import { z } from "zod";
import { listOf } from "@/lib/core/lists";
import { route } from "@/lib/http/route";
import { fleetFilter, machineView } from "@/lib/monitoring/machines/contract";
import { listMachines } from "@/lib/monitoring/machines/queries";

export const GET = route({
  summary: "Your machines with their newest figures; all of them for staff.",
  permission: "machine.read",
  query: z.strictObject({ q: z.string().trim().max(100).optional(), ...fleetFilter.shape }),
  response: listOf(machineView),
  handle: ({ actor, query }) => listMachines(actor, query),
});
