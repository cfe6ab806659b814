/** A PowerShell script that starts the executor with Windows, as a task of the system's own account. Pure. */
export const taskName = "LightNode Executor";

/** A literal of PowerShell: nothing in it is expanded. */
export function powerShellQuoted(value: string): string {
  return `'${value.replace(/['\u2018\u2019\u201a\u201b]/g, "$&$&")}'`;
}

export function windowsTaskScript({ node, program, home }: { node: string; program: string; home: string }): string {
  const argument = `"${program}" run --home "${home}"`;
  return [
    "#Requires -RunAsAdministrator",
    "$ErrorActionPreference = 'Stop'",
    `$action = New-ScheduledTaskAction -Execute ${powerShellQuoted(node)} -Argument ${powerShellQuoted(argument)}`,
    "$trigger = New-ScheduledTaskTrigger -AtStartup",
    "$principal = New-ScheduledTaskPrincipal -UserId 'S-1-5-18' -LogonType ServiceAccount",
    "$settings = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) " +
      "-ExecutionTimeLimit (New-TimeSpan -Seconds 0) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -MultipleInstances IgnoreNew",
    `Register-ScheduledTask -TaskName '${taskName}' -Action $action -Trigger $trigger -Principal $principal -Settings $settings -Force | Out-Null`,
    `Start-ScheduledTask -TaskName '${taskName}'`,
    `Write-Output 'The task "${taskName}" is registered and started.'`,
    "",
  ].join("\r\n");
}
