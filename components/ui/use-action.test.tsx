import { Button } from "@mantine/core";
import { screen, waitFor } from "@testing-library/react";
import { expect, it } from "vitest";
import { answerWith, pending, refusal, show } from "@/components/testing/show";
import { api } from "@/lib/http/client/api";
import { useAction } from "./use-action";

function Sessions() {
  const end = useAction((id: string) => api("DELETE", "/account/sessions/[id]", { params: { id } }), {
    done: (_answer, id) => `${id} ended.`,
    refresh: true,
  });
  return ["ses_1", "ses_2"].map((id) => (
    <Button key={id} loading={end.isPending && end.variables === id} onClick={() => end.mutate(id)}>
      End {id}
    </Button>
  ));
}
const button = (id: string) => screen.getByRole("button", { name: `End ${id}` });

it("shows which button is loading, then the result, and loads the page's data again", async () => {
  const answer = pending<object>();
  const calls = answerWith(() => answer.promise);
  const { user, router, toasts } = show(<Sessions />);
  await user.click(button("ses_2"));
  await waitFor(() => expect(button("ses_2").dataset.loading).toBe("true"));
  expect(button("ses_1").dataset.loading).toBeUndefined();
  answer.end({});
  await waitFor(() => expect(toasts).toEqual([{ message: "ses_2 ended.", tone: "done" }]));
  expect(router.refresh).toHaveBeenCalledOnce();
  expect(calls[0]).toMatchObject({ method: "DELETE", path: "/api/account/sessions/ses_2" });
});

it("says why it failed, and can be pressed again", async () => {
  let isOver = false;
  answerWith(() => (isOver ? {} : refusal(404, "There is no such session.")));
  const { user, router, toasts } = show(<Sessions />);
  await user.click(button("ses_1"));
  await waitFor(() => expect(toasts).toEqual([{ message: "There is no such session.", tone: "failed" }]));
  expect(router.refresh).toHaveBeenCalledOnce();
  isOver = true;
  await user.click(button("ses_1"));
  await waitFor(() => expect(toasts).toHaveLength(2));
});
