import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { sampleCredentials, sampleDatabase } from "@/components/testing/samples";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { DumpView } from "@/lib/hosted-services/databases/dumps/contract";
import DatabaseDumps from "./database-dumps";
import { DeletedDatabases } from "./deleted-databases";

const at = "2026-05-04T10:00:00.000Z";
const dump: DumpView = {
  ...{ id: "dmp_1", origin: "request", status: "ready", failure: null, sizeBytes: 2048, createdAt: at, expiresAt: at },
};
const page = <DatabaseDumps view={sampleDatabase} client="psql" events={[]} canDownload onDone={() => {}} />;
const button = (name: string) => screen.findByRole("button", { name });

it("lists dumps with their files, requests one and uploads one", async () => {
  const failed = { ...dump, id: "dmp_2", status: "failed", failure: "The dump failed. Too old.", sizeBytes: null };
  const calls = answerWith(({ method }) => ({ body: method === "GET" ? { items: [dump, failed] } : dump }));
  const { user, container } = show(page, "/databases/dbs_1");
  expect((await screen.findByRole("link", { name: "Download" })).getAttribute("href")).toBe(
    "/api/provisioning/databases/dbs_1/dumps/dmp_1",
  );
  expect(screen.getByText("2 KiB")).toBeDefined();
  expect(screen.getByText("failed: The dump failed. Too old.")).toBeDefined();
  await user.click(await button("Dump now"));
  const input = container.ownerDocument.querySelector<HTMLInputElement>("input[type=file]");
  if (input) await user.upload(input, new File(["SELECT 1;"], "shop.sql"));
  await waitFor(() => expect(calls.filter(({ method }) => method === "POST")).toHaveLength(2));
  const [requested, uploaded] = calls.filter(({ method }) => method === "POST");
  expect(requested?.path).toBe("/api/provisioning/databases/dbs_1/dump");
  expect(uploaded?.path).toBe("/api/provisioning/databases/dbs_1/dumps");
});

it("restores a dump after the name was typed, and shows why it is refused", async () => {
  const calls = answerWith(({ method }) =>
    method === "GET" ? { body: { items: [dump] } } : refusal(409, "A change is in progress."),
  );
  const { user } = show(page, "/databases/dbs_1");
  await user.click(await button("Restore"));
  const dialog = await screen.findByRole("dialog", { name: "Restore the dump" });
  await user.type(screen.getByLabelText("Type Shop to confirm"), "Shop{Enter}");
  await waitFor(() => expect(dialog.textContent).toContain("A change is in progress"));
  expect(calls.find(({ method }) => method === "POST")).toMatchObject({
    path: "/api/provisioning/databases/dbs_1/restore",
    body: { dumpId: "dmp_1" },
  });
});

it("brings a deleted database back, and shows its new password once", async () => {
  const item = { id: "dmp_3", databaseId: "dbs_9", name: "Old", database: "d_9", sizeBytes: 10 };
  const { password, url } = sampleCredentials;
  answerWith(() => ({ body: { ...sampleDatabase, id: "dbs_9", name: "Old", password, url } }));
  const { user } = show(
    <DeletedDatabases items={[{ ...item, deletedAt: at, expiresAt: at }]} canRestore />,
    "/databases",
  );
  await user.click(await button("Bring back Old"));
  expect(await screen.findByRole("dialog", { name: "Old is coming back" })).toBeDefined();
  expect(screen.getByText(url)).toBeDefined();
});
