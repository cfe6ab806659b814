import { narrow, statement } from "@/lib/db/statement";
import type { ExecutorConfig, ExecutorSettings } from "@/lib/executors/contract";

export const findOldConfig = statement({
  reason: "Joins the settings of a template's version, which has no foreign key.",
  text: `
    SELECT v.overrides, v.template_id AS "templateId", v.template_version AS "templateVersion", t.settings
    FROM executor_config_version v
    LEFT JOIN executor_template_version t ON t.template_id = v.template_id AND t.version = v.template_version
    WHERE v.executor_id = $1 AND v.version = $2`,
  columns: {
    overrides: narrow<ExecutorSettings>("jsonb"),
    templateId: "text?",
    templateVersion: "int4?",
    settings: narrow<ExecutorSettings>("jsonb?"),
  },
});

export const listVersions = statement({
  reason: "Joins the author, who has no foreign key.",
  text: `
    SELECT v.version, v.config, v.cause, u.name AS author, v.at FROM executor_config_version v
    LEFT JOIN app_user u ON u.id = v.author_id WHERE v.executor_id = $1 ORDER BY v.version DESC LIMIT 100`,
  columns: {
    version: "int4",
    config: narrow<ExecutorConfig>("jsonb"),
    cause: "text",
    author: "text?",
    at: "timestamptz",
  },
});
