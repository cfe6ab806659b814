import { version } from "../version";

export const helpText = `LightNode executor ${version}

  node lightnode-executor.mjs setup            four steps: machine, key and secret, configuration, connection
  node lightnode-executor.mjs run              run in the foreground
  node lightnode-executor.mjs status           how the running one is        --json
  node lightnode-executor.mjs doctor           examine every connection      --json
  node lightnode-executor.mjs service install  start with the machine        --dry-run, --user-name NAME,
                                               --instance NAME for each further one on a machine
  node lightnode-executor.mjs service uninstall  --instance NAME
  node lightnode-executor.mjs version | help

For scripts
  setup --key exe_… --secret-stdin    the secret is the first line of stdin
  setup --enrol-stdin                 an enrolment token (ent_…) is the first line of stdin; --name NAME, --as-new
      --run                           then run in the foreground
      --no-start                      do not ask whether to start
  --url https://…                     the panel's address; downloaded programs know it. Also LIGHTNODE_URL
  --home DIR                          where it keeps its state; one for each executor. Also LIGHTNODE_EXECUTOR_HOME

Local policy
  policy.json in the home: { "deny": ["bridge.send"] } forbids commands whatever the panel says.

Set by hand (optional; wins over the panel's configuration), in the environment or .env in the home
  LIGHTNODE_API_KEY, LIGHTNODE_API_SECRET (where setup did not run), PUSHER_KEY, PUSHER_CLUSTER, ZMQ_HOST, ZMQ_PORT,
  HEARTBEAT_INTERVAL_MS

Network
  A company's own CA: NODE_EXTRA_CA_CERTS=/path/ca.pem
  A proxy: NODE_USE_ENV_PROXY=1 with HTTPS_PROXY (Node 24.5 or later); commands are then asked for instead of pushed.

Exit codes
  0 stopped · 1 failed · 64 not understood · 75 a newer copy took over · 78 revoked: credentials were removed
`;
