/**
 * PowerShell that starts the executor with Windows, as a task of the system's own account. What such a task runs, reads
 * or loads must not be writable for another user: the user who creates C:\ProgramData\LightNode first owns it.
 */
export const taskNameOf = (instance?: string) => (instance ? `LightNode Executor ${instance}` : "LightNode Executor");

const system = "S-1-5-18";
const administrators = "S-1-5-32-544";
const trustedInstaller = "S-1-5-80-956008885-3418522649-1831038044-1853292631-2271478464";
/** Writing, appending, deleting, changing rights or the owner, and the generic rights that include those. */
const writingRights = "0x500D0156";

/**
 * Administrators own it; they and the system may do everything, in all that it holds, and nobody else anything (SDDL).
 */
const closed = "O:BAG:BAD:P(A;OICI;FA;;;SY)(A;OICI;FA;;;BA)";

/** A literal of PowerShell: nothing in it is expanded. */
export function powerShellQuoted(value: string): string {
  return `'${value.replace(/['\u2018\u2019\u201a\u201b]/g, "$&$&")}'`;
}

/**
 * Defines `Get-Foreign`: why a directory is not to be used by the system's account, or nothing. It and those above it
 * belong to the system, to administrators or to the current user, and none is a link. Pure.
 */
function foreignCheck(): string[] {
  const known = [system, administrators, trustedInstaller].map((sid) => `'${sid}'`).join(", ");
  return [
    "function Get-Foreign([string]$path) {",
    `  $known = @(${known}, [Security.Principal.WindowsIdentity]::GetCurrent().User.Value)`,
    "  for ($item = Get-Item -LiteralPath $path -Force; $null -ne $item; $item = $item.Parent) {",
    '    if ($item.Attributes -band [IO.FileAttributes]::ReparsePoint) { return "$($item.FullName) is a link to another place." }',
    "    $owner = (Get-Acl -LiteralPath $item.FullName).GetOwner([Security.Principal.SecurityIdentifier]).Value",
    '    if ($known -notcontains $owner) { return "$($item.FullName) belongs to another user ($owner)." }',
    "  }",
    "}",
  ];
}

/** Prints why this home is not to be used by a service, or nothing. Pure. */
export function foreignHomeScript(home: string): string {
  const lines = ["$ErrorActionPreference = 'Stop'", ...foreignCheck()];
  return [...lines, `[Console]::Out.Write((Get-Foreign ${powerShellQuoted(home)}))`].join("\n");
}

/** Pure. */
export function windowsTaskScript({
  node,
  program,
  home,
  instance,
}: {
  node: string;
  program: string;
  home: string;
  instance?: string | undefined;
}): string {
  const taskName = taskNameOf(instance);
  return [
    "#Requires -RunAsAdministrator",
    "$ErrorActionPreference = 'Stop'",
    `$node = ${powerShellQuoted(node)}`,
    `$source = ${powerShellQuoted(program)}`,
    `$directory = ${powerShellQuoted(home)}`,
    ...foreignCheck(),
    // At once, so that nothing is planted between; then what lies in it, which has to be ours as well.
    "function Protect-Directory([string]$path, [string]$rights) {",
    "  $acl = New-Object Security.AccessControl.DirectorySecurity",
    "  $acl.SetSecurityDescriptorSddlForm($rights)",
    "  Set-Acl -LiteralPath $path -AclObject $acl",
    "  foreach ($child in Get-ChildItem -LiteralPath $path -Force -Recurse) {",
    "    $foreign = Get-Foreign $child.FullName",
    '    if ($foreign) { throw "$foreign Remove it, and run this again." }',
    `    & icacls.exe $child.FullName /setowner '*${administrators}' /Q | Out-Null`,
    "    if ($LASTEXITCODE -eq 0) { & icacls.exe $child.FullName /reset /Q | Out-Null }",
    '    if ($LASTEXITCODE -ne 0) { throw "The rights of $($child.FullName) cannot be set." }',
    "  }",
    "}",
    "$foreign = Get-Foreign $directory",
    'if ($foreign) { throw "$foreign Remove it, and run setup again as an administrator." }',
    // Node in a user's profile could be replaced by that user.
    "foreach ($rule in (Get-Acl -LiteralPath $node).GetAccessRules($true, $true, [Security.Principal.SecurityIdentifier])) {",
    `  $isKnown = @('${system}', '${administrators}', '${trustedInstaller}') -contains $rule.IdentityReference.Value`,
    `  $isWriting = ([int]$rule.FileSystemRights -band ${writingRights}) -ne 0 -and $rule.AccessControlType -eq 'Allow'`,
    '  if ($isWriting -and -not $isKnown) { throw "$node can be replaced by other users. Install Node for the whole machine." }',
    "}",
    `Protect-Directory $directory '${closed}'`,
    "$place = Join-Path $env:ProgramFiles 'LightNode\\executor'",
    "New-Item -ItemType Directory -Force -Path $place | Out-Null",
    `Protect-Directory $place '${closed}(A;OICI;0x1200a9;;;BU)'`,
    "$program = Join-Path $place 'lightnode-executor.mjs'",
    "Copy-Item -LiteralPath $source -Destination $program -Force",
    // A task starts again after every failure: a newer copy (75) and a revocation (78) end it as a success does.
    "$argument = '\"' + $program + '\" run --as-task --home \"' + $directory + '\"'",
    "$action = New-ScheduledTaskAction -Execute $node -Argument $argument",
    "$trigger = New-ScheduledTaskTrigger -AtStartup",
    `$principal = New-ScheduledTaskPrincipal -UserId '${system}' -LogonType ServiceAccount`,
    "$settings = New-ScheduledTaskSettingsSet -RestartCount 999 -RestartInterval (New-TimeSpan -Minutes 1) " +
      "-ExecutionTimeLimit (New-TimeSpan -Seconds 0) -AllowStartIfOnBatteries -DontStopIfGoingOnBatteries -MultipleInstances IgnoreNew",
    `Register-ScheduledTask -TaskName '${taskName}' -Action $action -Trigger $trigger -Principal $principal -Settings $settings -Force | Out-Null`,
    `Start-ScheduledTask -TaskName '${taskName}'`,
    `Write-Output 'The task "${taskName}" is registered and started.'`,
    "",
  ].join("\r\n");
}
