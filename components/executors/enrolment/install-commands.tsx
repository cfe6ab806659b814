"use client";

import { Alert, Stack, Tabs } from "@mantine/core";
import { useTranslations } from "next-intl";
import { useEffect, useState } from "react";
import classes from "@/components/executors/executors.module.css";
import type { ProgramInfo } from "@/lib/executors/fleet/contract";
import { CommandLine } from "./command-line";

type Texts = ReturnType<typeof useTranslations<"executors.enrolment">>;

const file = "lightnode-executor.mjs";
const enrol = `node ${file} setup --enrol-stdin`;

type System = {
  value: string;
  label: string;
  hint: string;
  /** Download, compare the checksum, and only then run. */
  fetch: (program: ProgramInfo, run: string) => string;
  /** The token is passed by stdin, since command line arguments are visible to every user of the machine. */
  enrol: (token: string) => string;
};

const systems = (t: Texts): System[] => [
  {
    value: "linux",
    label: "Linux",
    hint: "",
    fetch: ({ url, sha256 }, run) =>
      `curl -fsSL ${url} -o ${file} && echo "${sha256}  ${file}" | sha256sum -c && ${run}`,
    enrol: (token) => `printf %s "${token}" | ${enrol}`,
  },
  {
    value: "windows",
    label: "Windows",
    hint: `${t("inPowerShell")} `,
    fetch: ({ url, sha256 }, run) =>
      `Invoke-WebRequest ${url} -OutFile ${file}; if ((Get-FileHash ${file} -Algorithm SHA256).Hash -eq "${sha256}") { ${run} } else { Write-Error "The download is damaged." }`,
    enrol: (token) => `"${token}" | ${enrol}`,
  },
];

/**
 * One command for each system that downloads the program, verifies and sets it up, with key and secret or with a token.
 */
export function InstallCommands({ program, token }: { program: ProgramInfo | null; token?: string }) {
  const t = useTranslations("executors.enrolment");
  const [chosen, setChosen] = useState<string | null>(null);
  const [isWindows, setWindows] = useState(false);
  // Windows machines are most often set up from a browser on the machine itself.
  useEffect(() => setWindows(/Windows/.test(navigator.userAgent)), []);
  const offered = isWindows ? systems(t).toReversed() : systems(t);
  if (!program) {
    return <Alert color="yellow">{t("theExecutorProgramWas")}</Alert>;
  }
  return (
    <Tabs value={chosen ?? offered[0]?.value ?? "linux"} onChange={setChosen} keepMounted={false}>
      <Tabs.List>
        {offered.map(({ value, label }) => (
          <Tabs.Tab key={value} value={value}>
            {label}
          </Tabs.Tab>
        ))}
      </Tabs.List>
      {systems(t).map((system) => (
        <Tabs.Panel key={system.value} value={system.value} pt="sm">
          <Stack gap="xs">
            <CommandLine
              label={t("commandFor", { label: system.label })}
              text={system.fetch(program, token ? system.enrol(token) : `node ${file} setup`)}
            />
            {system.value === "windows" && !token ? (
              <p className={classes.hint}>
                {t.rich("orWithoutATerminal", {
                  link: (chunks) => (
                    <a href="/api/executor/windows-setup" download="lightnode-executor-setup.cmd">
                      {chunks}
                    </a>
                  ),
                })}
              </p>
            ) : null}
            <p className={classes.hint}>{t("needsNode2212", { hint: system.hint, token: String(Boolean(token)) })}</p>
          </Stack>
        </Tabs.Panel>
      ))}
    </Tabs>
  );
}
