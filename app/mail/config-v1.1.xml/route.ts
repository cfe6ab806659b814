/** The path that Thunderbird asks at autoconfig.<domain>. */
export { GET } from "@/app/api/mail-setup/autoconfig/route";
