import { defineErrors } from "@/lib/core/errors";

export const nodeErrors = defineErrors({
  port_pool_exhausted: {
    status: 409,
    title: "No free port is left",
    cure: "Choose another region, delete what you no longer need, or ask an administrator for more addresses.",
  },
  no_capacity: {
    status: 409,
    title: "No machine has enough free capacity for this size",
    cure: "Choose a smaller size or another region, or try again later.",
  },
  standard_port_taken: {
    status: 409,
    title: "A standard port is in use on the machine",
    cure: "Choose another machine, use ports of the pool, or remove the service that has the port.",
  },
  unknown_region: { status: 422, title: "Unknown region", cure: "Choose one of GET /api/regions." },
  node_name_taken: { status: 409, title: "A node of this name exists", cure: "Choose another name." },
});
