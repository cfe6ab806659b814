/** The path that Outlook asks at autodiscover.<domain>. */
export { POST } from "@/app/api/mail-setup/autodiscover/route";
