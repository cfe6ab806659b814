import { Button, Code, List, ListItem, Stack } from "@mantine/core";
import type { Metadata } from "next";
import { InstallCommands } from "@/components/executors/enrolment/install-commands";
import { CopyField } from "@/components/ui/copy/copy-field";
import { Card, PageFrame } from "@/components/ui/page-frame";
import { formatBytes } from "@/lib/core/units";
import { programInfo } from "@/lib/executors/enrolment/program";
import { requirePageActor } from "@/lib/http/pages/page-actor";

export const metadata: Metadata = { title: "Download the executor" };

const program = "lightnode-executor.mjs";

export default async function DownloadPage() {
  await requirePageActor("executor.read");
  const info = await programInfo();
  return (
    <PageFrame
      title="Download the executor"
      lead="One file for Linux and Windows. It needs Node 22.12 or later, nothing else."
    >
      <Card title="Fetch, compare, set up">
        <InstallCommands program={info} />
      </Card>
      {info ? (
        <Card title="The file" aside={<span className="ln-figure">{formatBytes(info.bytes)}</span>}>
          <Stack gap={2}>
            <CopyField label="SHA-256" value={info.sha256} />
            <CopyField label="Address" value={info.url} />
            <CopyField label="Version" value={info.version} />
            <div style={{ marginTop: 12 }}>
              <Button component="a" href="/api/executor/program" download={program} variant="default">
                Download {program}
              </Button>
            </div>
          </Stack>
        </Card>
      ) : null}
      <Card title="Next">
        <List type="ordered" spacing="xs" size="sm">
          <ListItem>Create an executor in this panel. Its key and secret are shown once.</ListItem>
          <ListItem>
            Run <Code>node {program} setup</Code> on the machine and type the two. The panel&apos;s address is in the
            file.
          </ListItem>
          <ListItem>
            Start it together with the machine: <Code>node {program} service install</Code>.
          </ListItem>
          <ListItem>
            If something does not work, <Code>node {program} doctor</Code> shows the cause and what to do.
          </ListItem>
          <ListItem>Many machines: use a batch, or an enrolment link with which machines register themselves.</ListItem>
        </List>
      </Card>
    </PageFrame>
  );
}
