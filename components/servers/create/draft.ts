export type Draft = {
  name: string;
  template: string;
  region: string;
  version: string;
  memory: number;
  diskSpace: number;
  cpu: number;
  environment: Record<string, string>;
};
