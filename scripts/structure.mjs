// `npm run structure`: figures about the sources, each beside the bar that it is to reach. Reads files only.
import { readdirSync, readFileSync } from "node:fs";
import path from "node:path";
import ts from "typescript";
import { root } from "./setup/paths.mjs";

const isTest = (file) => /\.(test|spec|contract)\.tsx?$/.test(file) || /(^|\/)testing\//.test(file);

function filesIn(folder) {
  return readdirSync(path.join(root, folder), { recursive: true, encoding: "utf8" })
    .map((name) => path.join(folder, name))
    .filter((file) => /\.tsx?$/.test(file) && !file.includes("/generated/") && !file.includes("node_modules"));
}

const read = (file) => readFileSync(path.join(root, file), "utf8");
const linesOf = (text) => text.split("\n").length - (text.endsWith("\n") ? 1 : 0);
const sum = (numbers) => numbers.reduce((total, number) => total + number, 0);
const percentile = (sorted, fraction) => sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * fraction))] ?? 0;

const all = ["app", "components", "lib", "clients"].flatMap(filesIn);
const sources = all.filter((file) => !isTest(file));
const texts = new Map(all.map((file) => [file, read(file)]));
const trees = new Map(
  sources.map((file) => [file, ts.createSourceFile(file, texts.get(file), ts.ScriptTarget.Latest, true)]),
);

/** Calls `visit` for every node of every source. */
function walk(visit) {
  for (const [file, tree] of trees) {
    const go = (node) => {
      visit(node, file);
      ts.forEachChild(node, go);
    };
    go(tree);
  }
}

const isFunction = (node) =>
  ts.isFunctionDeclaration(node) ||
  ts.isMethodDeclaration(node) ||
  ts.isArrowFunction(node) ||
  ts.isFunctionExpression(node);
const startsAsSql = /^\s*(SELECT|INSERT INTO|UPDATE|DELETE FROM|WITH \w+)\b/;
const modelCall = /\bprisma\s*\.\w+\s*\.\w+$/;
const counted = { sql: 0, prisma: 0, any: 0, nonNull: 0, as: 0, longFunctions: 0, statements: 0 };

walk((node, file) => {
  if (node.kind === ts.SyntaxKind.AnyKeyword) counted.any++;
  if (ts.isNonNullExpression(node)) counted.nonNull++;
  if (ts.isAsExpression(node) && node.type.getText() !== "const") counted.as++;
  if (isFunction(node) && node.body) {
    const of = node.getSourceFile();
    const from = of.getLineAndCharacterOfPosition(node.getStart()).line;
    if (of.getLineAndCharacterOfPosition(node.end).line - from + 1 > 60) counted.longFunctions++;
  }
  // A text of SQL anywhere else: passed to a call, or kept in a constant for one.
  const isText = ts.isStringLiteralLike(node) || ts.isTemplateExpression(node);
  if (isText && !file.endsWith(".sql.ts") && startsAsSql.test(node.getText().slice(1))) counted.sql++;
  if (!ts.isCallExpression(node)) return;
  if (file.endsWith(".sql.ts") && node.expression.getText() === "statement") counted.statements++;
  if (modelCall.test(node.expression.getText())) counted.prisma++;
});

const folders = new Map();
for (const file of sources) folders.set(path.dirname(file), (folders.get(path.dirname(file)) ?? 0) + 1);
const [largest] = [...folders].sort((a, b) => b[1] - a[1]);
const routes = sources.filter((file) => /^app\/.*\/route\.ts$/.test(file)).map((file) => linesOf(texts.get(file)));
routes.sort((a, b) => a - b);
const lower = ["workloads", "nodes", "provisioning", "access"].flatMap((name) =>
  sources.filter((file) => file.startsWith(`lib/${name}/`)),
);
/** Other servers than a customer's: sockets, protocols of games, name servers, the realtime server, API fields. */
const otherServers =
  /createServer|\bServer(Response)?\b,?(?= \}|, type|>|;| \|)|ServerVersion|\bserver\.(listen|address|close\w*|mjs)|\b(const|let|\{) server\b|return server;|name ?servers?|realtime server|server misbehaving|server gave HTTP|AS server_id|servers=|Server_List|Server List|\bservers\b(?=:| in |;|,)|as servers|\[Server\]|in \$servers|lightnode\.server|row\.servers/gi;
const namesServer = (text) => /server/i.test(text.replace(otherServers, ""));
const protocols = /^lib\/provisioning\/(protocols|testing|contract)\//;
const busy = sources.filter((file) => file.startsWith("components/")).map((file) => texts.get(file));
const components = all.filter((file) => file.startsWith("components/"));
const componentLines = (ofTests) =>
  sum(components.filter((f) => isTest(f) === ofTests).map((f) => linesOf(texts.get(f))));
const sourceLines = sum(sources.map((file) => linesOf(texts.get(file))));
const metaphors =
  /\b(told|tells?|telling|heed\w*|mend\w*|anew|whoever|strangers?|news|doors?|house|rooms?|(?<!Math\.)floors?|shut out|folded)\b/gi;
const wordFiles = [
  ...all,
  ...readdirSync(path.join(root, "docs")).map((name) => `docs/${name}`),
  "ARCHITECTURE.md",
  "README.md",
];
const words = sum(
  wordFiles.filter((file) => /\.(tsx?|md)$/.test(file)).map((file) => (read(file).match(metaphors) ?? []).length),
);
const per1000 = (count) => ((count / sourceLines) * 1_000).toFixed(2);

const rows = [
  ["SQL calls outside *.sql.ts", counted.sql, "0"],
  ["Prisma model calls", counted.prisma, "≥ 200"],
  ["statements in *.sql.ts", counted.statements, "≤ 150"],
  [
    "lower modules: files that name a server",
    lower.filter((f) => !protocols.test(f) && namesServer(texts.get(f))).length,
    "0",
  ],
  [`files in the largest folder (${largest[0]})`, largest[1], "≤ 14"],
  [
    "busy states kept by hand",
    sum(busy.map((text) => (text.match(/\[\w*[bB]usy, set\w*[bB]usy\] = useState/g) ?? []).length)),
    "0",
  ],
  ["any, !, as per 1,000 lines", `${counted.any}, ${counted.nonNull}, ${per1000(counted.as)}`, "0, 0, ≤ 2"],
  [
    "lines of a route: median, p90, most",
    `${percentile(routes, 0.5)}, ${percentile(routes, 0.9)}, ${routes.at(-1)}`,
    "≤ 17, 27, 60",
  ],
  ["functions over 60 lines", counted.longFunctions, "≤ 5"],
  ["component test ÷ source lines", (componentLines(true) / componentLines(false)).toFixed(2), "≥ 0.5"],
  ["words of the metaphor list", words, "0 beside real uses"],
  ["source lines", sourceLines, ""],
];
for (const [what, value, bar] of rows) console.log(`${what.padEnd(52)} ${String(value).padStart(16)}   ${bar}`);
