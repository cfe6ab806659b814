import { screen, waitFor, within } from "@testing-library/react";
import { expect, it } from "vitest";
import { answerWith, refusal, show } from "@/components/testing/show";
import type { MachineDetail, MachineView } from "@/lib/monitoring/machines/contract";
import { AddMachine } from "./add-machine";
import { MachineFacts } from "./machine-facts";
import { MachineList } from "./machine-list";
import MachineSettings from "./machine-settings";

const machine: MachineView = {
  id: "mch_01m7yerz06t55jkwjn8hw0n78j",
  name: "Shop",
  owner: { id: "usr_1", name: "Ada" },
  isLocal: false,
  presence: "online",
  hostname: "shop",
  os: "Debian 12",
  version: "1.0.0",
  lastSampleAt: "2026-01-01T00:00:00.000Z",
  lastSeenAt: "2026-01-01T00:00:00.000Z",
  clockSkewMs: 0,
  copySeenAt: null,
  readings: { "cpu.percent": 97.2, "memory.percent": 40, "network.received": 1_024, "network.sent": 1_024 },
  spark: [1, 2, 3],
  createdAt: "2026-01-01T00:00:00.000Z",
};
const detail: MachineDetail = {
  ...machine,
  previousUntil: null,
  facts: {
    cores: 2,
    uptimeSeconds: 90_000,
    disks: [{ path: "/", totalBytes: 1_073_741_824, percent: 40.8 }],
    containers: [{ name: "web", state: "running", cpuPercent: null, memoryBytes: 1_048_576 }],
    failures: { "disk-rates": "no such file" },
  },
};

it("lists machines with their figures, and marks high ones in words", () => {
  show(<MachineList items={[machine]} nextCursor={machine.id} canCreate isStaff />);
  const row = screen.getByRole("row", { name: /Shop/ });
  expect(within(row).getByText(/97 %/).textContent).toContain("(high)");
  expect(within(row).getByText("40 %").textContent).toBe("40 %");
  expect(within(row).getByText("2 KiB/s").textContent).toBe("2 KiB/s");
  expect(within(row).getByText("Ada").textContent).toBe("Ada");
  expect(within(row).getAllByText("–")).toHaveLength(2);
  expect(screen.getByRole("link", { name: "More machines" }).getAttribute("href")).toContain(`cursor=${machine.id}`);
});

it("offers a new machine only to those who may add one", () => {
  show(<MachineList items={[]} nextCursor={null} canCreate={false} isStaff={false} />);
  expect(screen.queryByRole("button", { name: "Add machine" })).toBeNull();
  expect(screen.getByText("No machines yet.").textContent).toBe("No machines yet.");
});

it("shows the command once, or why there is none", async () => {
  answerWith(() => refusal(409, "You have too many machines."));
  const { unmount, user } = show(<AddMachine onClose={() => {}} />);
  await user.click(screen.getByRole("button", { name: "Show the command" }));
  expect((await screen.findByRole("alert")).textContent).toContain("You have too many machines.");
  unmount();
  const program = { sha256: "5ad1", check: "echo '5ad1 agent.mjs' | sha256sum -c -" };
  const body = { id: "men_1", token: "amt_x", command: "curl … amt_x", program, expiresAt: machine.createdAt };
  answerWith(() => ({ status: 201, body }));
  show(<AddMachine onClose={() => {}} />);
  await user.click(screen.getByRole("button", { name: "Show the command" }));
  expect(await screen.findByText("curl … amt_x")).not.toBeNull();
  expect(screen.getByText(program.check)).not.toBeNull();
});

it("shows what a machine is, and what could not be read", () => {
  show(<MachineFacts machine={detail} />);
  expect(screen.getByText("1 day").textContent).toBe("1 day");
  expect(screen.getByText("Missing: disk-rates").nextElementSibling?.textContent).toBe("no such file");
  expect(screen.getByRole("row", { name: /web running/ }).textContent).toContain("1 MiB");
});

it("has no token to replace where there is no agent", () => {
  const { unmount } = show(<MachineSettings machine={{ ...detail, isLocal: true }} />);
  expect(screen.queryByRole("button", { name: "New token" })).toBeNull();
  expect(screen.queryByRole("button", { name: "Revoke" })).toBeNull();
  unmount();
  show(<MachineSettings machine={detail} />);
  expect(screen.getByRole("button", { name: "New token" })).not.toBeNull();
  expect(screen.getByRole("button", { name: "Revoke" })).not.toBeNull();
});

it("offers no token for a revoked agent", () => {
  show(<MachineSettings machine={{ ...detail, presence: "revoked" }} />);
  expect(screen.queryByRole("button", { name: "New token" })).toBeNull();
  expect(screen.getByRole("button", { name: "Remove" })).not.toBeNull();
});

it("goes to the list after the removal, and does not load the page of the machine again", async () => {
  const calls = answerWith(() => ({ status: 204 }));
  const { user, router } = show(<MachineSettings machine={detail} />);
  await user.click(screen.getByRole("button", { name: "Remove" }));
  const dialog = await screen.findByRole("dialog");
  await user.type(within(dialog).getByRole("textbox"), "Shop");
  await user.click(within(dialog).getByRole("button", { name: "Remove" }));
  await waitFor(() => expect(router.push).toHaveBeenCalledWith("/machines"));
  expect(calls.map(({ method }) => method)).toEqual(["DELETE"]);
  expect(router.refresh).not.toHaveBeenCalled();
});
