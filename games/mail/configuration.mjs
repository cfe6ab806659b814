// Configuration files of the mail server's programs. Nothing here depends on customers: they are rows of the database.
const database = "host=127.0.0.1 port=5432 dbname=mail user=mail_ro";

export const paths = {
  vmail: "/data/vmail",
  trash: "/data/trash",
  spool: "/data/spool",
  postfixData: "/data/postfix",
  tls: "/data/tls",
  postfix: "/tmp/postfix",
  dovecot: "/tmp/dovecot",
  log: "/tmp/mail.log",
};

const quoted = (text) => text.replaceAll(/[\r\n]/g, "");

export function dovecotFiles({ doveadmKey }) {
  const sql = [
    "driver = pgsql",
    `connect = ${database} connect_timeout=5`,
    "default_pass_scheme = ARGON2ID",
    `password_query = SELECT email AS user, password, '${paths.vmail}/'||storage_id AS userdb_home, 5000 AS userdb_uid, 5000 AS userdb_gid, '*:bytes='||quota_bytes AS userdb_quota_rule FROM v_user WHERE email = lower('%u') AND login_ok`,
    `user_query = SELECT email AS user, '${paths.vmail}/'||storage_id AS home, 5000 AS uid, 5000 AS gid, '*:bytes='||quota_bytes AS quota_rule FROM v_user WHERE email = lower('%u') AND receive_ok`,
    "iterate_query = SELECT email AS user FROM v_user WHERE receive_ok",
  ];
  return {
    [`${paths.dovecot}/sql.conf`]: `${sql.join("\n")}\n`,
    [`${paths.dovecot}/dict.conf`]: dictionary,
    [`${paths.dovecot}/dovecot.conf`]: dovecot(doveadmKey),
  };
}

const dictionary = `connect = ${database} connect_timeout=5
map {
  pattern = priv/sieve/name/$name
  table = v_sieve
  username_field = email
  value_field = script_id
  fields {
    script_name = $name
  }
}
map {
  pattern = priv/sieve/data/$id
  table = v_sieve
  username_field = email
  value_field = script
  fields {
    script_id = $id
  }
}
`;

const dovecot = (doveadmKey) => `base_dir = ${paths.dovecot}/run
state_dir = ${paths.dovecot}/state
instance_name = mail
protocols = imap lmtp
listen = *
log_path = /dev/stderr
info_log_path = /dev/stderr
ssl = required
ssl_cert = <${paths.tls}/certificate.pem
ssl_key = <${paths.tls}/key.pem
ssl_min_protocol = TLSv1.2
submission_host = 127.0.0.1:26
disable_plaintext_auth = yes
auth_mechanisms = plain login
auth_username_format = %Lu
default_login_user = dovenull
default_internal_user = dovecot
default_internal_group = dovecot
first_valid_uid = 5000
last_valid_uid = 5000
mail_location = maildir:~/Maildir
default_vsz_limit = 512M
mail_plugins = $mail_plugins quota
doveadm_api_key = ${quoted(doveadmKey)}
passdb {
  driver = sql
  args = ${paths.dovecot}/sql.conf
}
userdb {
  driver = prefetch
}
userdb {
  driver = sql
  args = ${paths.dovecot}/sql.conf
}
namespace inbox {
  inbox = yes
  separator = /
  mailbox Drafts {
    auto = subscribe
    special_use = \\Drafts
  }
  mailbox Sent {
    auto = subscribe
    special_use = \\Sent
  }
  mailbox Junk {
    auto = subscribe
    special_use = \\Junk
  }
  mailbox Trash {
    auto = subscribe
    special_use = \\Trash
  }
}
dict {
  sieve = pgsql:${paths.dovecot}/dict.conf
}
service dict {
  unix_listener dict {
    mode = 0666
  }
}
service imap-login {
  chroot =
  inet_listener imap {
    port = 0
  }
  inet_listener imaps {
    port = 993
    ssl = yes
  }
}
service anvil {
  chroot =
}
service lmtp {
  inet_listener lmtp {
    address = 127.0.0.1
    port = 24
  }
}
service auth {
  inet_listener sasl {
    address = 127.0.0.1
    port = 12345
  }
}
service quota-status {
  executable = quota-status -p postfix
  client_limit = 1
  inet_listener policy {
    address = 127.0.0.1
    port = 12346
  }
}
service doveadm {
  inet_listener http {
    port = 8080
  }
}
service stats {
  chroot =
}
protocol imap {
  mail_plugins = $mail_plugins quota imap_quota
  mail_max_userip_connections = 50
}
protocol lmtp {
  postmaster_address = postmaster@localhost
  mail_plugins = $mail_plugins quota sieve
}
plugin {
  quota = count:User quota
  quota_vsizes = yes
  quota_status_success = DUNNO
  quota_status_nouser = DUNNO
  quota_status_overquota = "552 5.2.2 Mailbox is full"
  sieve = file:~/sieve;active=~/.dovecot.sieve
  sieve_before = dict:proxy::sieve;name=panel;bindir=~/.sieve-panel
}
`;

export function postfixFiles({ hostname, outbound, relayHost, relayUser, relayPassword }) {
  const query = (text) => `hosts = 127.0.0.1\nuser = mail_ro\npassword = none\ndbname = mail\nquery = ${text}\n`;
  const maps = {
    domains: query("SELECT 1 FROM v_domain WHERE name = lower('%s')"),
    users: query("SELECT 'ok' FROM v_user WHERE email = lower('%s') AND receive_ok"),
    aliases: query("SELECT mail_route(lower('%s'))"),
    senders: query("SELECT login FROM v_sender WHERE sender = lower('%s')"),
  };
  const files = Object.entries(maps).map(([name, text]) => [`${paths.postfix}/${name}.cf`, text]);
  const relay = relayHost ? quoted(relayHost) : "";
  const sasl = relay && relayUser;
  const password = sasl ? `${relay} ${quoted(relayUser)}:${quoted(relayPassword)}\n` : "";
  return {
    ...Object.fromEntries(files),
    [`${paths.postfix}/relay`]: password,
    [`${paths.postfix}/dynamicmaps.cf`]: "pgsql postfix-pgsql.so dict_pgsql_open\n",
    [`${paths.postfix}/main.cf`]: mainCf({ hostname: quoted(hostname), outbound, relay, sasl }),
    [`${paths.postfix}/master.cf`]: masterCf,
  };
}

const map = (name) => `pgsql:${paths.postfix}/${name}.cf`;

function outgoing({ outbound, relay, sasl }) {
  const delivery = outbound
    ? ["default_transport = smtp", `relayhost = ${relay}`, "smtp_tls_security_level = may"]
    : ["default_transport = error:5.7.1 this mail server does not deliver to other servers"];
  const relayAuth = sasl
    ? [
        "smtp_sasl_auth_enable = yes",
        `smtp_sasl_password_maps = texthash:${paths.postfix}/relay`,
        "smtp_sasl_security_options = noanonymous",
        "smtp_tls_security_level = encrypt",
      ]
    : [];
  return [...delivery, ...relayAuth];
}

function mainCf({ hostname, ...relay }) {
  return `${[
    "compatibility_level = 3.6",
    `queue_directory = ${paths.spool}`,
    `data_directory = ${paths.postfixData}`,
    "command_directory = /usr/sbin",
    "daemon_directory = /usr/lib/postfix/sbin",
    "shlib_directory = /usr/lib/postfix",
    `meta_directory = ${paths.postfix}`,
    "mail_owner = postfix",
    "setgid_group = postdrop",
    `maillog_file = ${paths.log}`,
    "maillog_file_prefixes = /tmp",
    `myhostname = ${hostname}`,
    "mydestination =",
    "inet_interfaces = all",
    "inet_protocols = ipv4",
    "mynetworks =",
    "relay_domains =",
    "alias_maps =",
    "local_recipient_maps =",
    "recipient_delimiter = +",
    "message_size_limit = 52428800",
    `virtual_mailbox_domains = ${map("domains")}`,
    `virtual_mailbox_maps = ${map("users")}`,
    `virtual_alias_maps = ${map("aliases")}`,
    "virtual_transport = lmtp:inet:127.0.0.1:24",
    "lmtp_destination_recipient_limit = 1",
    "smtpd_banner = $myhostname ESMTP",
    "smtpd_helo_required = yes",
    "disable_vrfy_command = yes",
    "smtpd_recipient_restrictions = reject_unauth_destination, reject_unlisted_recipient, check_policy_service inet:127.0.0.1:12346",
    "smtpd_relay_restrictions = reject_unauth_destination",
    "smtpd_policy_service_default_action = DUNNO",
    "smtpd_tls_security_level = may",
    `smtpd_tls_cert_file = ${paths.tls}/certificate.pem`,
    `smtpd_tls_key_file = ${paths.tls}/key.pem`,
    "smtpd_tls_mandatory_protocols = >=TLSv1.2",
    "smtp_tls_CAfile = /tmp/authorities.pem",
    `smtpd_sender_login_maps = ${map("senders")}`,
    "smtpd_sasl_type = dovecot",
    "smtpd_sasl_path = inet:127.0.0.1:12345",
    "smtpd_peername_lookup = no",
    // An answer that a process has once given is repeated to the next client: a domain that is new would be refused.
    "max_use = 10",
    "max_idle = 10s",
    // No header, but some programs show it as the sender.
    "header_checks = regexp:{{/^from[[:space:]]+:/ REJECT 5.6.0 Write the header From without a space}}",
    "minimal_backoff_time = 60s",
    "queue_run_delay = 30s",
    ...outgoing(relay),
  ].join("\n")}\n`;
}

const submission = [
  "  -o smtpd_tls_auth_only=yes",
  "  -o smtpd_sasl_auth_enable=yes",
  "  -o smtpd_sender_restrictions=reject_sender_login_mismatch",
  "  -o smtpd_relay_restrictions=permit_sasl_authenticated,reject",
  "  -o smtpd_recipient_restrictions=permit_sasl_authenticated,reject",
  "  -o smtpd_client_connection_rate_limit=120",
  "  -o smtpd_client_auth_rate_limit=30",
  "  -o smtpd_milters=inet:127.0.0.1:12347",
  "  -o milter_default_action=tempfail",
];

const masterCf = `${[
  "25 inet n - n - - smtpd",
  "587 inet n - n - - smtpd",
  "  -o smtpd_tls_security_level=encrypt",
  ...submission,
  "465 inet n - n - - smtpd",
  "  -o smtpd_tls_wrappermode=yes",
  ...submission,
  // For answers of the autoresponder, which go to any address.
  "127.0.0.1:26 inet n - n - - smtpd",
  "  -o mynetworks=127.0.0.0/8",
  "  -o smtpd_relay_restrictions=permit_mynetworks,reject",
  "  -o smtpd_recipient_restrictions=permit_mynetworks,reject",
  "  -o smtpd_milters=inet:127.0.0.1:12347",
  "  -o milter_default_action=tempfail",
  "pickup unix n - n 60 1 pickup",
  "cleanup unix n - n - 0 cleanup",
  "qmgr unix n - n 300 1 qmgr",
  "tlsmgr unix - - n 1000? 1 tlsmgr",
  "rewrite unix - - n - - trivial-rewrite",
  "bounce unix - - n - 0 bounce",
  "defer unix - - n - 0 bounce",
  "trace unix - - n - 0 bounce",
  "verify unix - - n - 1 verify",
  "flush unix n - n 1000? 0 flush",
  "proxymap unix - - n - - proxymap",
  "smtp unix - - n - - smtp",
  "relay unix - - n - - smtp",
  "showq unix n - n - - showq",
  "error unix - - n - - error",
  "retry unix - - n - - error",
  "discard unix - - n - - discard",
  "lmtp unix - - n - - lmtp",
  "anvil unix - - n - 1 anvil",
  "scache unix - - n - 1 scache",
  "postlog unix-dgram n - n - 1 postlogd",
].join("\n")}\n`;

const keys = "dsn:pgsql://mail_ro:none@5432+127.0.0.1/mail/table=v_dkim?keycol=";

export const dkimFiles = () => ({
  "/tmp/opendkim.conf": `${[
    "Mode s",
    "Socket inet:12347@127.0.0.1",
    "Background no",
    "Syslog no",
    "UserID opendkim",
    "Canonicalization relaxed/relaxed",
    "OversignHeaders From",
    "InternalHosts 0.0.0.0/0",
    "RequireSafeKeys no",
    `KeyTable ${keys}id?datacol=domain,selector,private_key`,
    `SigningTable ${keys}domain?datacol=id`,
    "SetupPolicyScript /opt/mail/check-sender.lua",
    "PidFile /tmp/opendkim.pid",
  ].join("\n")}\n`,
});
