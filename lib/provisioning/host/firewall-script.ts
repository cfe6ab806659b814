import { type Family, type IsolationPolicy, passingRules, privateBlocks, type Rule } from "./firewall-rules";
import type { FirewallTool } from "./machine";

export function firewallScript(tag: string, policy: IsolationPolicy, tool: FirewallTool = "auto"): string {
  const chains = { in: `LN_${tag}_IN`, fw: `LN_${tag}_FW` };
  return `${nameServers}
${iptablesFunctions(policy, chains)}
${nftFunction(tag, policy)}
${choose[tool]}`;
}

/** Removes all rules. */
export function removalScript(tag: string): string {
  return `for tool in iptables ip6tables; do
  command -v $tool >/dev/null || continue
  for chain in INPUT FORWARD DOCKER-USER; do
    $tool -w 5 -S $chain 2>/dev/null | sed -n 's/^-A \\(.* -j LN_${tag}_[A-Z]*\\)$/\\1/p' | while read -r rule; do $tool -w 5 -D $rule; done
  done
  for chain in LN_${tag}_IN LN_${tag}_FW; do $tool -w 5 -F $chain 2>/dev/null && $tool -w 5 -X $chain; done
done
command -v nft >/dev/null && nft delete table inet lightnode_${tag} 2>/dev/null
true`;
}

const nameServers = `servers=$(sed -n 's/^nameserver[[:space:]]*//p' /etc/resolv.conf /run/systemd/resolve/resolv.conf 2>/dev/null | sort -u)
dns4=$(for s in $servers; do case $s in 127.*|*:*) ;; *) echo $s;; esac; done)
dns6=$(for s in $servers; do case $s in ::1|*%*) ;; *:*) echo $s;; esac; done)`;

const choose: Record<FirewallTool, string> = {
  auto: `if command -v iptables >/dev/null; then by_iptables; elif command -v nft >/dev/null; then by_nft
else echo "There is neither iptables nor nft on the machine."; exit 1; fi`,
  iptables: "by_iptables",
  nftables: "by_nft",
};

function iptablesRule(chain: string, rule: Rule, family: Family): string {
  switch (rule.match) {
    case "answers":
      return `echo "-A ${chain} -m conntrack --ctstate RELATED,ESTABLISHED -j RETURN"`;
    case "published":
      return `echo "-A ${chain} -p ${rule.protocol} -m conntrack --ctstate DNAT --ctorigdstport ${rule.ports} -j RETURN"`;
    case "dns":
      return `for d in $${family === "v4" ? "dns4" : "dns6"}; do for p in udp tcp; do echo "-A ${chain} -d $d -p $p --dport 53 -j RETURN"; done; done`;
    case "to": {
      const to = rule.network ? ` -d ${rule.network}` : "";
      const protocol = rule.protocol === "any" ? "" : ` -p ${rule.protocol}`;
      return `echo "-A ${chain}${to}${protocol}${rule.ports ? ` --dport ${rule.ports}` : ""} -j RETURN"`;
    }
  }
}

function iptablesFunctions(policy: IsolationPolicy, chains: { in: string; fw: string }): string {
  const lines = (family: Family) =>
    [
      ...passingRules(policy, family, "input").map((rule) => iptablesRule(chains.in, rule, family)),
      `echo "-A ${chains.in} -j REJECT"`,
      ...passingRules(policy, family, "forward").map((rule) => iptablesRule(chains.fw, rule, family)),
      ...privateBlocks[family].map((block) => `echo "-A ${chains.fw} -d ${block} -j REJECT"`),
    ].join("\n  ");
  return `changed=kept
rules4() {
  ${lines("v4")}
}
rules6() {
  ${lines("v6")}
}
# Fills the chains at once, unless they are as they should be.
fill() {
  mark="lightnode:$(printf %s "$2" | cksum | cut -d' ' -f1)"
  found=$($1 -w 5 -S ${chains.in} 2>/dev/null; $1 -w 5 -S ${chains.fw} 2>/dev/null)
  wanted=$(printf '%s\\n' "$2" | wc -l)
  if printf '%s' "$found" | grep -q "$mark" && [ "$(printf '%s\\n' "$found" | grep -c '^-A')" -eq $((wanted + 1)) ]; then return; fi
  text=$(printf '*filter\\n:${chains.in} - [0:0]\\n:${chains.fw} - [0:0]\\n-A ${chains.in} -m comment --comment %s\\n%s\\nCOMMIT' "$mark" "$2")
  printf '%s\\n' "$text" | $1-restore -w 5 --noflush 2>/dev/null ||
    printf '%s\\n' "$text" | sed 's/-j REJECT/-j DROP/' | $1-restore -w 5 --noflush || exit 1
  changed=set
}
# Makes the chain the first rule for packets of customers' bridges.
hook() {
  for i in ${policy.interfaces.join(" ")}; do
    $1 -w 5 -S $2 | grep '^-A' | sed '/-j LN_/!q' | grep -qF -- "-i $i -j $3" && continue
    while $1 -w 5 -D $2 -i $i -j $3 2>/dev/null; do :; done
    $1 -w 5 -I $2 1 -i $i -j $3 || exit 1
    changed=set
  done
}
by_iptables() {
  fill iptables "$(rules4)"
  hook iptables INPUT ${chains.in}
  if iptables -w 5 -S FORWARD | grep -q -- '-j DOCKER-USER'; then hook iptables DOCKER-USER ${chains.fw}; else hook iptables FORWARD ${chains.fw}; fi
  if [ -e /proc/net/if_inet6 ] && command -v ip6tables >/dev/null; then
    fill ip6tables "$(rules6)"
    hook ip6tables INPUT ${chains.in}
    hook ip6tables FORWARD ${chains.fw}
  fi
  echo "$changed iptables"
}`;
}

function nftRule(rule: Rule, family: Family): string {
  const address = family === "v4" ? "ip" : "ip6";
  switch (rule.match) {
    case "answers":
      return 'echo "ct state established,related return"';
    case "published":
      return `echo "meta l4proto ${rule.protocol} ct status dnat ct original proto-dst ${rule.ports.replace(":", "-")} return"`;
    case "dns":
      return `for d in $${family === "v4" ? "dns4" : "dns6"}; do for p in udp tcp; do echo "${address} daddr $d $p dport 53 return"; done; done`;
    case "to": {
      const to = rule.network ? `${address} daddr ${rule.network} ` : "";
      const protocol =
        rule.protocol === "any" ? "" : `${rule.protocol} dport ${rule.ports?.replace(":", "-") ?? "0-65535"} `;
      return `echo "${to}${protocol}return"`;
    }
  }
}

function nftFunction(tag: string, policy: IsolationPolicy): string {
  const table = `lightnode_${tag}`;
  const rules = (way: "input" | "forward") =>
    (["v4", "v6"] as const).flatMap((family) => passingRules(policy, family, way).map((rule) => nftRule(rule, family)));
  const refused = [
    `echo "ip daddr { ${privateBlocks.v4.join(", ")} } reject"`,
    `echo "ip6 daddr { ${privateBlocks.v6.join(", ")} } reject"`,
  ];
  const jumps = (target: string) =>
    policy.interfaces.map((name) => `iifname "${name.replace(/\+$/, "*")}" jump ${target};`).join(" ");
  return `to_machine() {
  ${[...rules("input"), 'echo "reject"'].join("\n  ")}
}
elsewhere() {
  ${[...rules("forward"), ...refused].join("\n  ")}
}
by_nft() {
  text="chain to_machine { $(to_machine | sed 's/$/;/') }
  chain elsewhere { $(elsewhere | sed 's/$/;/') }
  chain input { type filter hook input priority -10; policy accept; $(echo '${jumps("to_machine")}') }
  chain forward { type filter hook forward priority -10; policy accept; $(echo '${jumps("elsewhere")}') }"
  mark="v$(printf %s "$text" | cksum | cut -d' ' -f1)"
  if nft list table inet ${table} 2>/dev/null | grep -q "chain $mark "; then echo "kept nftables"; return; fi
  printf 'table inet ${table}\\ndelete table inet ${table}\\ntable inet ${table} {\\n chain %s { }\\n%s\\n}\\n' "$mark" "$text" | nft -f - || exit 1
  echo "set nftables"
}`;
}
