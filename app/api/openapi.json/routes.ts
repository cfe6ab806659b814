import * as account2faMethod from "@/app/api/account/2fa/[method]/route";
import * as account2faBackupCodes from "@/app/api/account/2fa/backup-codes/route";
import * as account2faChallenge from "@/app/api/account/2fa/challenge/route";
import * as account2faEmailConfirm from "@/app/api/account/2fa/email/confirm/route";
import * as account2faEmailSetup from "@/app/api/account/2fa/email/setup/route";
import * as account2faPasskeysOne from "@/app/api/account/2fa/passkeys/[id]/route";
import * as account2faPasskeysOptions from "@/app/api/account/2fa/passkeys/options/route";
import * as account2faPasskeys from "@/app/api/account/2fa/passkeys/route";
import * as account2faRecoveryCancel from "@/app/api/account/2fa/recovery/cancel/route";
import * as account2fa from "@/app/api/account/2fa/route";
import * as account2faSmsConfirm from "@/app/api/account/2fa/sms/confirm/route";
import * as account2faSmsSetup from "@/app/api/account/2fa/sms/setup/route";
import * as account2faTotpConfirm from "@/app/api/account/2fa/totp/confirm/route";
import * as account2faTotpSetup from "@/app/api/account/2fa/totp/setup/route";
import * as accountAudit from "@/app/api/account/audit/route";
import * as accountEmailChange from "@/app/api/account/email/change/route";
import * as accountEmailResend from "@/app/api/account/email/resend/route";
import * as accountEmailVerify from "@/app/api/account/email/verify/route";
import * as accountExport from "@/app/api/account/export/route";
import * as accountNotificationPreferences from "@/app/api/account/notification-preferences/route";
import * as accountPassword from "@/app/api/account/password/route";
import * as accountPasswordResetConfirm from "@/app/api/account/password-reset/confirm/route";
import * as accountPasswordReset from "@/app/api/account/password-reset/route";
import * as accountRegister from "@/app/api/account/register/route";
import * as account from "@/app/api/account/route";
import * as accountSessionsOneAcknowledge from "@/app/api/account/sessions/[id]/acknowledge/route";
import * as accountSessionsOne from "@/app/api/account/sessions/[id]/route";
import * as accountSessions from "@/app/api/account/sessions/route";
import * as accountStepUp from "@/app/api/account/step-up/route";
import * as accountTokensOneRotate from "@/app/api/account/tokens/[id]/rotate/route";
import * as accountTokensOne from "@/app/api/account/tokens/[id]/route";
import * as accountTokens from "@/app/api/account/tokens/route";
import * as adminAccessExplain from "@/app/api/admin/access/explain/route";
import * as adminAudit from "@/app/api/admin/audit/route";
import * as adminAuditVerify from "@/app/api/admin/audit/verify/route";
import * as adminEncryptionRetire from "@/app/api/admin/encryption/retire/route";
import * as adminEncryptionRotate from "@/app/api/admin/encryption/rotate/route";
import * as adminEncryption from "@/app/api/admin/encryption/route";
import * as adminJobOne from "@/app/api/admin/jobs/[name]/route";
import * as adminJobs from "@/app/api/admin/jobs/route";
import * as adminMailOneResend from "@/app/api/admin/mail/[id]/resend/route";
import * as adminMailOne from "@/app/api/admin/mail/[id]/route";
import * as adminMail from "@/app/api/admin/mail/route";
import * as adminNodesOneIsolationTest from "@/app/api/admin/nodes/[id]/isolation-test/route";
import * as adminNodesOne from "@/app/api/admin/nodes/[id]/route";
import * as adminNodes from "@/app/api/admin/nodes/route";
import * as adminRuns from "@/app/api/admin/runs/route";
import * as adminSecurityBlocksOne from "@/app/api/admin/security/blocks/[id]/route";
import * as adminSecurity from "@/app/api/admin/security/route";
import * as adminSecurityRulesOne from "@/app/api/admin/security/rules/[kind]/route";
import * as adminSecuritySignalsOne from "@/app/api/admin/security/signals/[id]/route";
import * as adminSecurityPolicy from "@/app/api/admin/security-policy/route";
import * as adminSessions from "@/app/api/admin/sessions/route";
import * as adminUsersOneFactorReset from "@/app/api/admin/users/[id]/factor-reset/route";
import * as adminUsersOnePasswordReset from "@/app/api/admin/users/[id]/password-reset/route";
import * as adminUsersOne from "@/app/api/admin/users/[id]/route";
import * as adminUsersOneSessionsOne from "@/app/api/admin/users/[id]/sessions/[sessionId]/route";
import * as adminUsersOneSessions from "@/app/api/admin/users/[id]/sessions/route";
import * as adminUsers from "@/app/api/admin/users/route";
import * as authPasskeyOptions from "@/app/api/auth/passkey/options/route";
import * as authPasskey from "@/app/api/auth/passkey/route";
import * as authSecondFactor from "@/app/api/auth/second-factor/route";
import * as authSignIn from "@/app/api/auth/sign-in/route";
import * as executorCommandsOneAck from "@/app/api/executor/commands/[id]/ack/route";
import * as executorCommandsOneProgress from "@/app/api/executor/commands/[id]/progress/route";
import * as executorCommandsOneResult from "@/app/api/executor/commands/[id]/result/route";
import * as executorCommands from "@/app/api/executor/commands/route";
import * as executorConfig from "@/app/api/executor/config/route";
import * as executorEnroll from "@/app/api/executor/enroll/route";
import * as executorHeartbeat from "@/app/api/executor/heartbeat/route";
import * as executorProgram from "@/app/api/executor/program/route";
import * as executorWindowsSetup from "@/app/api/executor/windows-setup/route";
import * as executorTemplatesOneRolloutsOne from "@/app/api/executor-templates/[id]/rollouts/[rolloutId]/route";
import * as executorTemplatesOneRollouts from "@/app/api/executor-templates/[id]/rollouts/route";
import * as executorTemplatesOne from "@/app/api/executor-templates/[id]/route";
import * as executorTemplates from "@/app/api/executor-templates/route";
import * as executorsOneCommandsOne from "@/app/api/executors/[id]/commands/[commandId]/route";
import * as executorsOneCommands from "@/app/api/executors/[id]/commands/route";
import * as executorsOneMetrics from "@/app/api/executors/[id]/metrics/route";
import * as executorsOneRestore from "@/app/api/executors/[id]/restore/route";
import * as executorsOneRotateSecret from "@/app/api/executors/[id]/rotate-secret/route";
import * as executorsOne from "@/app/api/executors/[id]/route";
import * as executorsOneTimeline from "@/app/api/executors/[id]/timeline/route";
import * as executorsOneVersions from "@/app/api/executors/[id]/versions/route";
import * as executorsBatchOneDownload from "@/app/api/executors/batch/[id]/download/route";
import * as executorsBatchOne from "@/app/api/executors/batch/[id]/route";
import * as executorsBatch from "@/app/api/executors/batch/route";
import * as executorsBulk from "@/app/api/executors/bulk/route";
import * as executorsEnrolmentsOne from "@/app/api/executors/enrolments/[id]/route";
import * as executorsEnrolments from "@/app/api/executors/enrolments/route";
import * as executors from "@/app/api/executors/route";
import * as healthReady from "@/app/api/health/ready/route";
import * as health from "@/app/api/health/route";
import * as metrics from "@/app/api/metrics/route";
import * as notificationsRead from "@/app/api/notifications/read/route";
import * as notifications from "@/app/api/notifications/route";
import * as pusherAuth from "@/app/api/pusher/auth/route";
import * as pusherUserAuth from "@/app/api/pusher/user-auth/route";
import * as regions from "@/app/api/regions/route";
import * as serversOneCommand from "@/app/api/servers/[id]/command/route";
import * as serversOneConsole from "@/app/api/servers/[id]/console/route";
import * as serversOneCredentialsRotate from "@/app/api/servers/[id]/credentials/rotate/route";
import * as serversOneCredentials from "@/app/api/servers/[id]/credentials/route";
import * as serversOneEvents from "@/app/api/servers/[id]/events/route";
import * as serversOneMembersOne from "@/app/api/servers/[id]/members/[userId]/route";
import * as serversOneMembers from "@/app/api/servers/[id]/members/route";
import * as serversOnePower from "@/app/api/servers/[id]/power/route";
import * as serversOneReinstall from "@/app/api/servers/[id]/reinstall/route";
import * as serversOneRetry from "@/app/api/servers/[id]/retry/route";
import * as serversOne from "@/app/api/servers/[id]/route";
import * as serversOneSuspend from "@/app/api/servers/[id]/suspend/route";
import * as serversOneUnsuspend from "@/app/api/servers/[id]/unsuspend/route";
import * as servers from "@/app/api/servers/route";
import * as setup from "@/app/api/setup/route";
import * as templates from "@/app/api/templates/route";
import type { RouteModules } from "@/lib/http/openapi";

/** Every route created with route(), by its path. A test finds missing ones. */
const all = {
  "/api/account": account,
  "/api/account/export": accountExport,
  "/api/account/audit": accountAudit,
  "/api/account/email/change": accountEmailChange,
  "/api/account/email/resend": accountEmailResend,
  "/api/account/email/verify": accountEmailVerify,
  "/api/account/notification-preferences": accountNotificationPreferences,
  "/api/account/password": accountPassword,
  "/api/account/password-reset": accountPasswordReset,
  "/api/account/password-reset/confirm": accountPasswordResetConfirm,
  "/api/account/register": accountRegister,
  "/api/account/sessions": accountSessions,
  "/api/account/sessions/[id]": accountSessionsOne,
  "/api/account/tokens": accountTokens,
  "/api/account/tokens/[id]": accountTokensOne,
  "/api/account/tokens/[id]/rotate": accountTokensOneRotate,
  "/api/admin/access/explain": adminAccessExplain,
  "/api/admin/audit": adminAudit,
  "/api/admin/audit/verify": adminAuditVerify,
  "/api/admin/encryption": adminEncryption,
  "/api/admin/encryption/retire": adminEncryptionRetire,
  "/api/admin/encryption/rotate": adminEncryptionRotate,
  "/api/admin/jobs": adminJobs,
  "/api/admin/jobs/[name]": adminJobOne,
  "/api/admin/mail": adminMail,
  "/api/admin/mail/[id]": adminMailOne,
  "/api/admin/mail/[id]/resend": adminMailOneResend,
  "/api/admin/nodes": adminNodes,
  "/api/admin/nodes/[id]": adminNodesOne,
  "/api/admin/nodes/[id]/isolation-test": adminNodesOneIsolationTest,
  "/api/admin/runs": adminRuns,
  "/api/admin/users": adminUsers,
  "/api/admin/users/[id]": adminUsersOne,
  "/api/admin/users/[id]/password-reset": adminUsersOnePasswordReset,
  "/api/executor/config": executorConfig,
  "/api/executors/[id]/rotate-secret": executorsOneRotateSecret,
  "/api/executors/[id]/versions": executorsOneVersions,
  "/api/executors/[id]": executorsOne,
  "/api/executors": executors,
  "/api/executor/heartbeat": executorHeartbeat,
  "/api/executor/commands/[id]/ack": executorCommandsOneAck,
  "/api/executor/commands/[id]/progress": executorCommandsOneProgress,
  "/api/executor/commands/[id]/result": executorCommandsOneResult,
  "/api/executor/commands": executorCommands,
  "/api/executors/[id]/commands/[commandId]": executorsOneCommandsOne,
  "/api/executors/[id]/commands": executorsOneCommands,
  "/api/executor/enroll": executorEnroll,
  "/api/executor/program": executorProgram,
  "/api/executor/windows-setup": executorWindowsSetup,
  "/api/executors/batch/[id]": executorsBatchOne,
  "/api/executors/batch/[id]/download": executorsBatchOneDownload,
  "/api/executors/bulk": executorsBulk,
  "/api/executors/[id]/restore": executorsOneRestore,
  "/api/executors/[id]/timeline": executorsOneTimeline,
  "/api/executors/[id]/metrics": executorsOneMetrics,
  "/api/executors/enrolments/[id]": executorsEnrolmentsOne,
  "/api/executors/batch": executorsBatch,
  "/api/executors/enrolments": executorsEnrolments,
  "/api/executor-templates": executorTemplates,
  "/api/executor-templates/[id]": executorTemplatesOne,
  "/api/executor-templates/[id]/rollouts": executorTemplatesOneRollouts,
  "/api/executor-templates/[id]/rollouts/[rolloutId]": executorTemplatesOneRolloutsOne,
  "/api/notifications": notifications,
  "/api/notifications/read": notificationsRead,
  "/api/pusher/auth": pusherAuth,
  "/api/regions": regions,
  "/api/servers": servers,
  "/api/servers/[id]": serversOne,
  "/api/servers/[id]/command": serversOneCommand,
  "/api/servers/[id]/console": serversOneConsole,
  "/api/servers/[id]/credentials": serversOneCredentials,
  "/api/servers/[id]/credentials/rotate": serversOneCredentialsRotate,
  "/api/servers/[id]/events": serversOneEvents,
  "/api/servers/[id]/members": serversOneMembers,
  "/api/servers/[id]/members/[userId]": serversOneMembersOne,
  "/api/servers/[id]/power": serversOnePower,
  "/api/servers/[id]/reinstall": serversOneReinstall,
  "/api/servers/[id]/retry": serversOneRetry,
  "/api/servers/[id]/suspend": serversOneSuspend,
  "/api/servers/[id]/unsuspend": serversOneUnsuspend,
  "/api/setup": setup,
  "/api/templates": templates,
  "/api/account/2fa": account2fa,
  "/api/account/2fa/[method]": account2faMethod,
  "/api/account/2fa/backup-codes": account2faBackupCodes,
  "/api/account/2fa/challenge": account2faChallenge,
  "/api/account/2fa/email/confirm": account2faEmailConfirm,
  "/api/account/2fa/email/setup": account2faEmailSetup,
  "/api/account/2fa/passkeys": account2faPasskeys,
  "/api/account/2fa/passkeys/[id]": account2faPasskeysOne,
  "/api/account/2fa/passkeys/options": account2faPasskeysOptions,
  "/api/account/2fa/recovery/cancel": account2faRecoveryCancel,
  "/api/account/2fa/sms/confirm": account2faSmsConfirm,
  "/api/account/2fa/sms/setup": account2faSmsSetup,
  "/api/account/2fa/totp/confirm": account2faTotpConfirm,
  "/api/account/2fa/totp/setup": account2faTotpSetup,
  "/api/account/sessions/[id]/acknowledge": accountSessionsOneAcknowledge,
  "/api/account/step-up": accountStepUp,
  "/api/admin/security": adminSecurity,
  "/api/admin/security/blocks/[id]": adminSecurityBlocksOne,
  "/api/admin/security/rules/[kind]": adminSecurityRulesOne,
  "/api/admin/security/signals/[id]": adminSecuritySignalsOne,
  "/api/admin/security-policy": adminSecurityPolicy,
  "/api/admin/sessions": adminSessions,
  "/api/admin/users/[id]/factor-reset": adminUsersOneFactorReset,
  "/api/admin/users/[id]/sessions": adminUsersOneSessions,
  "/api/admin/users/[id]/sessions/[sessionId]": adminUsersOneSessionsOne,
  "/api/auth/passkey": authPasskey,
  "/api/auth/passkey/options": authPasskeyOptions,
  "/api/auth/second-factor": authSecondFactor,
  "/api/auth/sign-in": authSignIn,
  "/api/health": health,
  "/api/health/ready": healthReady,
  "/api/metrics": metrics,
  "/api/pusher/user-auth": pusherUserAuth,
};

/** The same with the types of each route, for the client of the API. */
export type Routes = typeof all;

export const routes: RouteModules = all;
