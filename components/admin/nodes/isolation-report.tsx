import { Alert, Group, Stack, Text } from "@mantine/core";
import { useTranslations } from "next-intl";
import { RelativeTime } from "@/components/ui/relative-time";
import type { IsolationView } from "@/lib/nodes/contract";
import { IsolationTestButton } from "./isolation-test-button";
import { ReachableEditor } from "./reachable-editor";

type Texts = ReturnType<typeof useTranslations<"admin.nodes">>;

/** The isolation rules of one machine, the result of the last test from a container, and the allowed addresses. */
export function IsolationReport({ node }: { node: IsolationView }) {
  const t = useTranslations("admin.nodes");
  const { isolation, proof } = node;
  const reached = proof?.results.filter((result) => result.reached) ?? [];
  const isFine = isolation?.state === "set" && reached.length === 0;
  return (
    <Stack gap="sm" pb="md" role="group" aria-label={t("isolationOn", { name: node.name })}>
      <Alert color={isFine ? "teal" : isolation === null ? "gray" : "red"} p="sm" role="status">
        <strong>{node.name}</strong>: {summary(t, node)}
      </Alert>
      {isolation?.state === "failed" ? (
        <>
          <Text size="sm">{t("runThisAsRoot")}</Text>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <pre style={{ maxHeight: 240, overflow: "auto", fontSize: 12, margin: 0 }} tabIndex={0}>
            {isolation.commands}
          </pre>
        </>
      ) : null}
      {proof ? (
        <ul
          style={{ margin: 0, fontSize: 14, paddingInlineStart: 20 }}
          aria-label={t("whatAContainerOn", { name: node.name })}
        >
          {proof.results.map(({ what, address, reached: isReached }) => (
            <li key={address}>
              {t.rich("reachedNotReached", {
                isReached: String(isReached),
                what,
                address,
                code: (chunks) => <code>{chunks}</code>,
              })}
            </li>
          ))}
        </ul>
      ) : null}
      <Group gap="md">
        <IsolationTestButton id={node.id} asked={node.asked} />
        <Text size="sm" c="dimmed">
          {proof ? t.rich("triedFromInsideA", { time: () => <RelativeTime at={proof.at} /> }) : t("notTriedYet")}{" "}
          {proof?.problem ? t("itCouldNotBe", { problem: proof.problem }) : ""}
        </Text>
      </Group>
      <ReachableEditor id={node.id} name={node.name} reachable={node.reachable} />
    </Stack>
  );
}

function summary(t: Texts, { isolation, proof }: IsolationView): string {
  if (!isolation) return t("notCheckedYetThe");
  if (isolation.state === "off") return t("notSetByThe");
  if (isolation.state === "failed") return t("containersCanReachThe", { reason: isolation.reason ?? "" });
  const reached = proof?.results.some((result) => result.reached);
  if (reached) return t("rulesAreSetBut", { tool: isolation.tool ?? "" });
  return t("containersReachNeitherThe", { tool: isolation.tool ?? "" });
}
