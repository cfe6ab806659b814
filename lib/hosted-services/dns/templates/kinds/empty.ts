import { zoneTemplateParameters } from "../contract";
import { defineZoneTemplate } from "../zone-template";

export const empty = defineZoneTemplate(zoneTemplateParameters.empty, {
  label: "Empty",
  description: "The name servers only. You add every record yourself.",
  records: () => [],
});
