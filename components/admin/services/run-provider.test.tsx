import { screen, waitFor } from "@testing-library/react";
import { beforeEach, expect, it, vi } from "vitest";
import { show } from "@/components/testing/show";
import RunProvider from "./run-provider";

const kinds = [
  {
    kind: "postgresql",
    label: "PostgreSQL",
    description: "",
    canRun: true,
    fields: [],
    standardPorts: [],
    settings: [],
  },
];
const nodes = [{ id: "nod_01m8espdxa1kcz4pafw7jt35z2", name: "n-1" }];
let bodies: unknown[] = [];
let answer: () => Response;

beforeEach(() => {
  bodies = [];
  answer = () => Response.json({ name: "Own" }, { status: 202 });
  vi.stubGlobal("fetch", async (_: string, init: RequestInit) => {
    bodies.push(JSON.parse(String(init.body)));
    return answer();
  });
});

it("runs a service of the size that was chosen, on the machine that has space", async () => {
  const onClose = vi.fn();
  const { user } = show(<RunProvider kinds={kinds} nodes={nodes} onClose={onClose} />);
  await user.type(screen.getByLabelText("Name"), "Own");
  await user.click(screen.getByRole("button", { name: "Run it" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(bodies).toEqual([{ kind: "postgresql", name: "Own", mode: "managed", memory: 1, diskSpace: 10 }]);
});

it("stays open and says why when there is no space", async () => {
  const problem = { title: "No capacity", status: 409, detail: "No machine has 1 GiB free.", code: "no_capacity" };
  answer = () => Response.json(problem, { status: 409, headers: { "content-type": "application/problem+json" } });
  const onClose = vi.fn();
  const { user } = show(<RunProvider kinds={kinds} nodes={nodes} onClose={onClose} />);
  await user.type(screen.getByLabelText("Name"), "Own");
  await user.click(screen.getByRole("button", { name: "Run it" }));
  expect((await screen.findByRole("alert")).textContent).toContain("No machine has 1 GiB free.");
  expect(onClose).not.toHaveBeenCalled();
  expect(screen.getByLabelText("Name")).toHaveProperty("value", "Own");
});

it("asks for a name before it sends anything", async () => {
  const { user } = show(<RunProvider kinds={kinds} nodes={nodes} onClose={() => {}} />);
  await user.click(screen.getByRole("button", { name: "Run it" }));
  await waitFor(() => expect(screen.getByLabelText("Name").getAttribute("aria-invalid")).toBe("true"));
  expect(bodies).toEqual([]);
});

it.each([true, false])("offers the standard ports of a kind, and sends what was chosen: %s", async (isChecked) => {
  const mail = kinds.map((kind) => ({ ...kind, kind: "mail", label: "Mail", standardPorts: [25, 587] }));
  const onClose = vi.fn();
  const { user } = show(<RunProvider kinds={mail} nodes={nodes} onClose={onClose} />);
  await user.type(screen.getByLabelText("Name"), "Own");
  const box = screen.getByLabelText("Use the standard ports (25, 587)");
  expect(box).toHaveProperty("checked", true);
  if (!isChecked) await user.click(box);
  await user.click(screen.getByRole("button", { name: "Run it" }));
  await waitFor(() => expect(onClose).toHaveBeenCalled());
  expect(bodies).toMatchObject([{ kind: "mail", standardPorts: isChecked }]);
});
