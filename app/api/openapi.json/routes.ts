import * as accountEmailChange from "@/app/api/account/email/change/route";
import * as accountEmailResend from "@/app/api/account/email/resend/route";
import * as accountEmailVerify from "@/app/api/account/email/verify/route";
import * as accountPassword from "@/app/api/account/password/route";
import * as accountPasswordResetConfirm from "@/app/api/account/password-reset/confirm/route";
import * as accountPasswordReset from "@/app/api/account/password-reset/route";
import * as accountRegister from "@/app/api/account/register/route";
import * as accountSessionsOne from "@/app/api/account/sessions/[id]/route";
import * as accountSessions from "@/app/api/account/sessions/route";
import * as accountTokensOne from "@/app/api/account/tokens/[id]/route";
import * as accountTokens from "@/app/api/account/tokens/route";
import * as adminMailOneResend from "@/app/api/admin/mail/[id]/resend/route";
import * as adminMailOne from "@/app/api/admin/mail/[id]/route";
import * as adminMail from "@/app/api/admin/mail/route";
import * as adminNodesOne from "@/app/api/admin/nodes/[id]/route";
import * as adminNodes from "@/app/api/admin/nodes/route";
import * as adminRuns from "@/app/api/admin/runs/route";
import * as adminUsersOne from "@/app/api/admin/users/[id]/route";
import * as adminUsers from "@/app/api/admin/users/route";
import * as pusherAuth from "@/app/api/pusher/auth/route";
import * as regions from "@/app/api/regions/route";
import * as serversOneCommand from "@/app/api/servers/[id]/command/route";
import * as serversOneConsole from "@/app/api/servers/[id]/console/route";
import * as serversOneCredentialsRotate from "@/app/api/servers/[id]/credentials/rotate/route";
import * as serversOneCredentials from "@/app/api/servers/[id]/credentials/route";
import * as serversOneEvents from "@/app/api/servers/[id]/events/route";
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

/** Every route made with route(), by its path. A test finds the ones that are missing here. */
export const routes: RouteModules = {
  "/api/account/email/change": accountEmailChange,
  "/api/account/email/resend": accountEmailResend,
  "/api/account/email/verify": accountEmailVerify,
  "/api/account/password": accountPassword,
  "/api/account/password-reset": accountPasswordReset,
  "/api/account/password-reset/confirm": accountPasswordResetConfirm,
  "/api/account/register": accountRegister,
  "/api/account/sessions": accountSessions,
  "/api/account/sessions/[id]": accountSessionsOne,
  "/api/account/tokens": accountTokens,
  "/api/account/tokens/[id]": accountTokensOne,
  "/api/admin/mail": adminMail,
  "/api/admin/mail/[id]": adminMailOne,
  "/api/admin/mail/[id]/resend": adminMailOneResend,
  "/api/admin/nodes": adminNodes,
  "/api/admin/nodes/[id]": adminNodesOne,
  "/api/admin/runs": adminRuns,
  "/api/admin/users": adminUsers,
  "/api/admin/users/[id]": adminUsersOne,
  "/api/pusher/auth": pusherAuth,
  "/api/regions": regions,
  "/api/servers": servers,
  "/api/servers/[id]": serversOne,
  "/api/servers/[id]/command": serversOneCommand,
  "/api/servers/[id]/console": serversOneConsole,
  "/api/servers/[id]/credentials": serversOneCredentials,
  "/api/servers/[id]/credentials/rotate": serversOneCredentialsRotate,
  "/api/servers/[id]/events": serversOneEvents,
  "/api/servers/[id]/power": serversOnePower,
  "/api/servers/[id]/reinstall": serversOneReinstall,
  "/api/servers/[id]/retry": serversOneRetry,
  "/api/servers/[id]/suspend": serversOneSuspend,
  "/api/servers/[id]/unsuspend": serversOneUnsuspend,
  "/api/setup": setup,
  "/api/templates": templates,
};
