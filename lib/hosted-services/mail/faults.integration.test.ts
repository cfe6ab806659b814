import { afterAll, beforeAll, describe } from "vitest";
import type { Actor } from "@/lib/access/actor";
import { sql } from "@/lib/db/transaction";
import { openTestEnvironment, type TestEnvironment } from "@/lib/testing/environment";
import { makeUser } from "@/lib/testing/fixtures";
import { connectMailServer } from "@/lib/testing/hosted/connect-mail-server";
import { untilHosted } from "@/lib/testing/hosted/until-hosted";
import { OwnMailServer } from "@/lib/testing/processes/mail-server";
import { startWorkerKit } from "@/lib/testing/worker-kit";
import { describeFaults } from "../resources/faults.contract";
import { deleteMailAlias, retryMailAlias } from "./aliases/change-alias";
import { createMailAlias } from "./aliases/create-alias";
import { mailAliasDefinition } from "./aliases/mail-alias";
import { deleteMailDomain, retryMailDomain, rotateDkimKey } from "./domains/change-domain";
import { createMailDomain } from "./domains/create-domain";
import { mailDomainDefinition, mailDomainKind } from "./domains/mail-domain";
import {
  deleteMailbox,
  resumeMailbox,
  retryMailbox,
  setMailboxPassword,
  suspendMailbox,
} from "./mailboxes/change-mailbox";
import { createMailbox } from "./mailboxes/create-mailbox";
import { mailboxDefinition } from "./mailboxes/mailbox";

const server = new OwnMailServer();
const shared = "shared.example";
let environment: TestEnvironment;
let made = 0;

beforeAll(async () => {
  environment = await openTestEnvironment();
  await server.start();
  await connectMailServer(server);
  const kit = await startWorkerKit({ resources: [mailDomainKind] });
  const { id } = await createMailDomain(await makeUser("ADMIN"), { name: shared });
  await untilHosted(id, "active");
  await kit.stop();
}, 300_000);
afterAll(async () => {
  await environment.close();
  await server.dispose();
});

/** The domain of the mailboxes and aliases stays. */
const residue = async () => (await server.residue()).filter((name) => name !== shared);
const services = { residue, stopProvider: () => server.stop(), startProvider: () => server.start() };

/** Staff's mailboxes belong to the owner of the domain. */
async function takeOver(owner: Actor): Promise<void> {
  const where = { kind: "mail-domain", objectName: shared };
  await sql().prisma.hostedResource.updateMany({ where, data: { ownerId: owner.userId ?? "" } });
}

describe("faults of mail domains", () => {
  describeFaults(mailDomainDefinition, {
    ...services,
    create: async (owner) => (await createMailDomain(owner, { name: `faults${made++}.example` })).id,
    delete: deleteMailDomain,
    retry: retryMailDomain,
    changes: { "a new DKIM key": { request: rotateDkimKey, status: "active" } },
  });
});

describe("faults of mailboxes", () => {
  describeFaults(mailboxDefinition, {
    ...services,
    create: async (owner) => {
      await takeOver(owner);
      const input = { address: `box${made++}@${shared}`, password: "a long password", quotaMb: 10, forwardTo: [] };
      return (await createMailbox(owner, input)).id;
    },
    delete: deleteMailbox,
    retry: retryMailbox,
    changes: {
      "a suspension": { request: suspendMailbox, status: "suspended" },
      "a resumption": { before: suspendMailbox, request: resumeMailbox, status: "active" },
      "a new password": {
        request: (owner, id) => setMailboxPassword(owner, id, "another long password"),
        status: "active",
      },
    },
  });
});

describe("faults of aliases", () => {
  describeFaults(mailAliasDefinition, {
    ...services,
    create: async (owner) => {
      await takeOver(owner);
      const input = { address: `alias${made++}@${shared}`, destinations: ["someone@elsewhere.example"] };
      return (await createMailAlias(owner, input)).id;
    },
    delete: deleteMailAlias,
    retry: retryMailAlias,
  });
});
