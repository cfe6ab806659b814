import { Button } from "@mantine/core";
import { screen, waitFor } from "@testing-library/react";
import { useState } from "react";
import { expect, it, vi } from "vitest";
import { pending, show } from "@/components/testing/show";
import { ApiError } from "@/lib/http/client/problem";
import { ConfirmDialog } from "./confirm-dialog";

type Props = { onConfirm: () => Promise<unknown>; typed?: string; isImpossible?: boolean; onDone?: () => void };

function Page(props: Props) {
  const [opened, setOpened] = useState(false);
  return (
    <>
      <Button onClick={() => setOpened(true)}>Delete…</Button>
      {opened ? (
        <ConfirmDialog title="Delete the server" label="Delete" onClose={() => setOpened(false)} {...props}>
          <p>This cannot be undone.</p>
        </ConfirmDialog>
      ) : null}
    </>
  );
}

async function opened(props: Props) {
  const shown = show(<Page {...props} />);
  await shown.user.click(screen.getByRole("button", { name: "Delete…" }));
  await screen.findByRole("dialog", { name: "Delete the server" });
  return shown;
}
const confirm = () => screen.getByRole("button", { name: "Delete" });

it("focuses its button, confirms by Enter and closes after success", async () => {
  const onConfirm = vi.fn(async () => {});
  const onDone = vi.fn();
  const { user } = await opened({ onConfirm, onDone });
  await waitFor(() => expect(document.activeElement).toBe(confirm()));
  await user.keyboard("{Enter}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(onConfirm).toHaveBeenCalledOnce();
  expect(onDone).toHaveBeenCalledOnce();
});

it("leaves everything as it is after Escape and Cancel, and gives the focus back", async () => {
  const onConfirm = vi.fn(async () => {});
  const { user } = await opened({ onConfirm });
  await user.keyboard("{Escape}");
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  await waitFor(() => expect(document.activeElement).toBe(screen.getByRole("button", { name: "Delete…" })));
  await user.click(screen.getByRole("button", { name: "Delete…" }));
  await user.click(await screen.findByRole("button", { name: "Cancel" }));
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
  expect(onConfirm).not.toHaveBeenCalled();
});

it("enables its button once the text is typed, without regard to spaces around it", async () => {
  const onConfirm = vi.fn(async () => {});
  const { user } = await opened({ onConfirm, typed: "Survival" });
  const field = screen.getByLabelText("Type Survival to confirm");
  await waitFor(() => expect(document.activeElement).toBe(field));
  expect(confirm()).toHaveProperty("disabled", true);
  await user.type(field, "Surviva{Enter}");
  expect(onConfirm).not.toHaveBeenCalled();
  await user.type(field, "l ");
  expect(confirm()).toHaveProperty("disabled", false);
  await user.type(field, "{Enter}");
  await waitFor(() => expect(onConfirm).toHaveBeenCalledOnce());
});

it("is loading while the action runs, and runs it once", async () => {
  const work = pending<void>();
  const onConfirm = vi.fn(() => work.promise);
  const { user } = await opened({ onConfirm });
  await user.click(confirm());
  await waitFor(() => expect(confirm().dataset.loading).toBe("true"));
  await user.click(confirm());
  expect(onConfirm).toHaveBeenCalledOnce();
  work.end();
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("stays open after a failure, says why, and can be confirmed again", async () => {
  const problem = { title: "", status: 409, detail: "A run is in progress.", code: "conflict", requestId: "" };
  const onConfirm = vi.fn<() => Promise<void>>().mockRejectedValueOnce(new ApiError(problem)).mockResolvedValueOnce();
  const { user } = await opened({ onConfirm });
  await user.click(confirm());
  expect((await screen.findByRole("alert")).textContent).toBe("A run is in progress.");
  await user.click(confirm());
  await waitFor(() => expect(screen.queryByRole("dialog")).toBeNull());
});

it("offers only Cancel where the action is impossible", async () => {
  await opened({ onConfirm: async () => {}, isImpossible: true });
  expect(confirm()).toHaveProperty("disabled", true);
  expect(screen.getByRole("button", { name: "Cancel" })).toHaveProperty("disabled", false);
});
