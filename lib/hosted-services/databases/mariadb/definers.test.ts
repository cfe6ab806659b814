import path from "node:path";
import { Readable, type Transform } from "node:stream";
import { text } from "node:stream/consumers";
import { expect, it } from "vitest";
import { tenantRights } from "./tenant.remote.sql";

const games = path.resolve("games/mariadb");
type Filter = Transform & { removed: number };
const { WithoutDefiners } = (await import(path.join(games, "definers.mjs"))) as { WithoutDefiners: new () => Filter };

async function cleaned(dump: string, size: number): Promise<{ text: string; removed: number }> {
  const filter = new WithoutDefiners();
  const chunks = Array.from({ length: Math.ceil(dump.length / size) }, (_, n) => dump.slice(n * size, (n + 1) * size));
  const result = await text(Readable.from(chunks.map((chunk) => Buffer.from(chunk))).pipe(filter));
  return { text: result, removed: filter.removed };
}

const definer = "DEFINER=`root`@`localhost` ";
const long = "x".repeat(40_000);

it.each([7, 1_000, 16_384, 100_000])("removes accounts also from long lines, in chunks of %d bytes", async (size) => {
  const dump = [
    `CREATE ${definer}PROCEDURE p() SELECT '${long}';`,
    "/*!50003 CREATE*/ /*!50017 DEFINER=`root`@`localhost`*/ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW",
    `INSERT INTO t VALUES ('${definer}${long}');`,
    `CREATE ${definer}VIEW v AS SELECT 1;`,
  ].join("\n");
  expect(await cleaned(dump, size)).toEqual({
    removed: 3,
    text: [
      `CREATE PROCEDURE p() SELECT '${long}';`,
      "/*!50003 CREATE*/ /*!50017 */ /*!50003 TRIGGER t BEFORE INSERT ON a FOR EACH ROW",
      `INSERT INTO t VALUES ('${definer}${long}');`,
      "CREATE VIEW v AS SELECT 1;",
    ].join("\n"),
  });
});

it("gives a restore the rights that customers have", async () => {
  const settings = (await import(path.join(games, "settings.mjs"))) as { tenantRights: string };
  const sorted = (rights: string) => rights.split(", ").sort();
  expect(sorted(settings.tenantRights)).toEqual(sorted(tenantRights));
});
