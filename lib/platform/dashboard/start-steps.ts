import type { Actor } from "@/lib/access/actor";
import { may } from "@/lib/access/permissions";
import { env } from "@/lib/core/env";
import { sql } from "@/lib/db/transaction";
import type { StartStepView } from "./contract";

type Step = Omit<StartStepView, "isDone"> & {
  isFor: (actor: Actor) => boolean;
  isDone: (userId: string) => Promise<boolean>;
};

const everyone = () => true;
const administrators = (actor: Actor) => may(actor, "backup.manage");

const steps: readonly Step[] = [
  {
    id: "factor",
    href: "/account/security",
    isFor: everyone,
    isDone: async (userId) => {
      const [factors, passkeys] = await Promise.all([
        sql().prisma.secondFactor.count({ where: { userId, confirmedAt: { not: null } } }),
        sql().prisma.passkey.count({ where: { userId } }),
      ]);
      return factors + passkeys > 0;
    },
  },
  {
    id: "server",
    href: "/servers/new",
    isFor: (actor) => may(actor, "server.create"),
    isDone: async (ownerId) => (await sql().prisma.workload.count({ where: { ownerId } })) > 0,
  },
  {
    id: "invite",
    href: "/admin/users",
    isFor: administrators,
    isDone: async () => (await sql().prisma.user.count({ take: 2 })) > 1,
  },
  {
    id: "mail",
    href: "/docs/deployment#mail",
    isFor: administrators,
    isDone: async () => env().SMTP_URL !== undefined,
  },
  {
    id: "backups",
    href: "/admin/backups",
    isFor: administrators,
    isDone: async () =>
      (await sql().prisma.backupSettings.count({ where: { OR: [{ dailyEnabled: true }, { weeklyEnabled: true }] } })) >
      0,
  },
];

/** The first steps that are the actor's, each with whether it is done. */
export async function startSteps(actor: Actor): Promise<StartStepView[]> {
  const userId = actor.userId ?? "";
  const own = steps.filter(({ isFor }) => isFor(actor));
  return Promise.all(own.map(async ({ isFor: _, isDone, ...step }) => ({ ...step, isDone: await isDone(userId) })));
}
