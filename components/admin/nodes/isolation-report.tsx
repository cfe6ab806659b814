import { Alert, Group, Stack, Text } from "@mantine/core";
import { RelativeTime } from "@/components/ui/relative-time";
import type { IsolationView } from "@/lib/nodes/contract";
import { IsolationTestButton } from "./isolation-test-button";
import { ReachableEditor } from "./reachable-editor";

/** The isolation rules of one machine, the result of the last test from a container, and the allowed addresses. */
export function IsolationReport({ node }: { node: IsolationView }) {
  const { isolation, proof } = node;
  const reached = proof?.results.filter((result) => result.reached) ?? [];
  const isFine = isolation?.state === "set" && reached.length === 0;
  return (
    <Stack gap="sm" pb="md" role="group" aria-label={`Isolation on ${node.name}`}>
      <Alert color={isFine ? "teal" : isolation === null ? "gray" : "red"} p="sm" role="status">
        <strong>{node.name}</strong>: {summary(node)}
      </Alert>
      {isolation?.state === "failed" ? (
        <>
          <Text size="sm">Run this as root on the machine, after every restart of its firewall:</Text>
          {/* biome-ignore lint/a11y/noNoninteractiveTabindex: a scrolling region must be reachable by keyboard */}
          <pre style={{ maxHeight: 240, overflow: "auto", fontSize: 12, margin: 0 }} tabIndex={0}>
            {isolation.commands}
          </pre>
        </>
      ) : null}
      {proof ? (
        <ul
          style={{ margin: 0, fontSize: 14, paddingInlineStart: 20 }}
          aria-label={`What a container on ${node.name} reached`}
        >
          {proof.results.map(({ what, address, reached: isReached }) => (
            <li key={address}>
              {isReached ? "Reached: " : "Not reached: "}
              {what}, <code>{address}</code>
            </li>
          ))}
        </ul>
      ) : null}
      <Group gap="md">
        <IsolationTestButton id={node.id} asked={node.asked} />
        <Text size="sm" c="dimmed">
          {proof ? (
            <>
              Tried from inside a container <RelativeTime at={proof.at} />.
            </>
          ) : (
            "Not tried yet."
          )}{" "}
          {proof?.problem ? `It could not be tried: ${proof.problem}` : ""}
        </Text>
      </Group>
      <ReachableEditor id={node.id} name={node.name} reachable={node.reachable} />
    </Stack>
  );
}

function summary({ isolation, proof }: IsolationView): string {
  if (!isolation) return "not checked yet; the worker checks it when the engine answers.";
  if (isolation.state === "off") return "not set by the panel (CUSTOMER_FIREWALL=off).";
  if (isolation.state === "failed") return `containers can reach the machine. ${isolation.reason ?? ""}`;
  const reached = proof?.results.some((result) => result.reached);
  if (reached) return `rules are set (${isolation.tool}), but a container still reached something.`;
  return `containers reach neither the machine nor private networks (${isolation.tool}).`;
}
