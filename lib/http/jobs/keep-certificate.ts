import { env } from "@/lib/core/env";
import { defineJob } from "@/lib/jobs/define-job";
import { certificateFiles } from "../certificate/certificate-files";
import { keepCertificate } from "../certificate/keep-certificate";

export const keepCertificateJob = defineJob({
  name: "http.keep-certificate",
  summary: "Gets and renews the certificate of the panel, where ACME_DOMAINS is set.",
  schedule: "* * * * *",
  timeoutSeconds: 300,
  async run({ log }) {
    const { TLS_CERT, ACME_DOMAINS: domains, ACME_EMAIL: email, ACME_DIRECTORY: directoryUrl, DATA_DIR } = env();
    if (TLS_CERT || domains.length === 0) return;
    const done = await keepCertificate({ domains, email, directoryUrl }, certificateFiles(DATA_DIR));
    if (done === "renewed") log.info({ domains }, "the certificate of the panel was renewed");
  },
});
