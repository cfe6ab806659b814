/**
 * Rules and panels for Prometheus and Grafana, from one table. `docs/monitoring` has what is written of it; a test keeps
 * both equal and compares the names with those that the panel reports.
 */
export type PrometheusRule = {
  alert: string;
  expr: string;
  for?: string;
  severity: "warning" | "critical";
  summary: string;
  description?: string;
};

export const prometheusRules: readonly PrometheusRule[] = [
  {
    alert: "PortPoolNearlyUsed",
    expr: 'allocated_ports{protocol="tcp"} / (allocated_ports{protocol="tcp"} + available_ports{protocol="tcp"}) > 430 / 436',
    for: "1m",
    severity: "critical",
    summary: "{{ $labels.address }} has few free ports left",
    description: "Add an address to the node, widen its port range or drain it.",
  },
  {
    alert: "ProvisioningErrors",
    expr: "sum(increase(provisioning_errors_total[15m])) > 10",
    severity: "critical",
    summary: "More than 10 creates failed in 15 minutes",
    description: "See Administration, Runs, failures only: the code says who must act.",
  },
  {
    alert: "ProvisioningSlow",
    expr: "histogram_quantile(0.95, sum by (le) (rate(servers_provisioned_duration_ms_bucket[15m]))) > 5000",
    for: "5m",
    severity: "warning",
    summary: "Creates take longer than 5 s",
    description: "Images that are pulled for the first time take long; otherwise look at the node's load.",
  },
  {
    alert: "ProvisioningStuck",
    expr: "provisioning_run_oldest_seconds > 1800",
    severity: "warning",
    summary: "A run has been unfinished for half an hour",
    description: "An engine may be unreachable: see Administration, Nodes.",
  },
  {
    alert: "ServiceDown",
    expr: "hosted_provider_up == 0",
    for: "5m",
    severity: "critical",
    summary: "The service {{ $labels.name }} ({{ $labels.kind }}) does not answer",
  },
  {
    alert: "DriftOpen",
    expr: "sum by (type) (hosted_drift) > 0",
    for: "30m",
    severity: "warning",
    summary:
      "{{ $value }} differences of type {{ $labels.type }} between the panel and its services wait for a decision",
  },
  {
    alert: "HealthCheckFailed",
    expr: "health_check_state == 2",
    for: "2m",
    severity: "critical",
    summary: "The check {{ $labels.check }} of the panel failed",
    description: "Administration, Health says what to do.",
  },
  {
    alert: "HealthCheckDegraded",
    expr: "health_check_state == 1",
    for: "15m",
    severity: "warning",
    summary: "The check {{ $labels.check }} of the panel is degraded",
  },
  {
    alert: "MessagesWait",
    expr: "deliveries_oldest_seconds > 1800",
    for: "5m",
    severity: "warning",
    summary: "A message has waited for half an hour",
    description: "Administration, Outbox has the error of the mail server or of the channel.",
  },
];

export type DashboardPanel = { title: string; unit: string; kind: "timeseries" | "stat"; exprs: readonly string[] };

export const dashboardPanels: readonly DashboardPanel[] = [
  { title: "Open alerts", unit: "short", kind: "stat", exprs: ["sum by (severity) (alerts_open)"] },
  {
    title: "Health checks that failed",
    unit: "short",
    kind: "stat",
    exprs: ["count(health_check_state == 2) or vector(0)"],
  },
  { title: "Servers by state", unit: "short", kind: "timeseries", exprs: ["sum by (status) (servers)"] },
  {
    title: "Time of a create, median and p95",
    unit: "ms",
    kind: "timeseries",
    exprs: [
      "histogram_quantile(0.5, sum by (le) (rate(servers_provisioned_duration_ms_bucket[15m])))",
      "histogram_quantile(0.95, sum by (le) (rate(servers_provisioned_duration_ms_bucket[15m])))",
    ],
  },
  {
    title: "Failed creates by code",
    unit: "short",
    kind: "timeseries",
    exprs: ["sum by (code) (increase(provisioning_errors_total[15m])) > 0"],
  },
  { title: "Ports", unit: "short", kind: "timeseries", exprs: ["sum(allocated_ports)", "sum(available_ports)"] },
  { title: "Waiting runs", unit: "short", kind: "timeseries", exprs: ["provisioning_runs_unfinished"] },
  { title: "Messages that wait", unit: "short", kind: "timeseries", exprs: ["deliveries_waiting"] },
  {
    title: "Latency of the database",
    unit: "ms",
    kind: "timeseries",
    exprs: ['health_check_value{check="database"}'],
  },
  { title: "Memory of the web process", unit: "bytes", kind: "timeseries", exprs: ["panel_process_memory_bytes"] },
  { title: "Hosted objects", unit: "short", kind: "timeseries", exprs: ["sum by (kind) (hosted_objects)"] },
  { title: "Security signals", unit: "short", kind: "timeseries", exprs: ["sum by (kind) (security_signals_open)"] },
];
