// Literals in pages and components that a person would read.
import ts from "typescript";

/** Not translated: names of products and protocols, units, keys of the keyboard, and what people type. */
const untranslated = new RegExp(
  `\\b(${[
    "API|URL|JDBC|TTL|CSV|Linux|Windows|SHA-256|RESTORE|example\\.com|LightNode|Minecraft|Docker|PostgreSQL|MariaDB|MySQL|Redis|Node|Pusher|Slack|Discord|Telegram|ntfy|Prometheus|OpenAPI|Prisma|Swarm",
    "KiB|MiB|GiB|TiB|kB|MB|GB|ms|px|UTC|CPU|RCON|SFTP|DKIM|DMARC|DNSSEC|Enter|Escape|Tab|Space|Ctrl|Alt|Shift|Backspace|Delete|Home|End",
    "Arrow(?:Up|Down|Left|Right)|Page(?:Up|Down)|Geist|Arial|Segoe UI|Noto Sans Arabic|Tahoma",
  ].join("|")})\\b`,
  "g",
);

const shown =
  /^(title|label|placeholder|description|lead|hint|heading|caption|alt|message|done|unit|summary|question|confirm|words|aria-label|aria-description|aria-roledescription|aria-valuetext)$/i;

/** Addresses, commands and file contents that stand as examples in fields. */
const example =
  /^(https?:\/\/\S+|[\da-f]+:[\da-f:]+|\$ORIGIN [\s\S]*|name,zmqPort\s[\s\S]*|Invoke-WebRequest [\s\S]*|frankfurt-2|Mb)$/;

const hasWords = (text) => /[A-Za-z]{2,}/.test(text.replace(/&\w+;/g, " ").replace(untranslated, ""));
/** Begins as a sentence or a label does, with a capital letter before a small one. */
const looksShown = (text) => /^[A-Z]\S*[a-z].* |^[A-Z][a-z]+[.…!?:]?$/.test(text) && hasWords(text);

/** Text that no person reads: in code elements, in errors for developers, in types and imports. */
function isInternal(node) {
  for (let at = node.parent; at; at = at.parent) {
    if (ts.isImportDeclaration(at) || ts.isExportDeclaration(at) || ts.isTypeNode(at) || ts.isThrowStatement(at))
      return true;
    if (ts.isJsxElement(at) && /^(code|kbd|pre|style)$/.test(at.openingElement.tagName.getText())) return true;
    if (
      ts.isCallExpression(at) &&
      /^(t|t\.\w+|useTranslations|getTranslations|import|require)$/.test(at.expression.getText())
    )
      return true;
    if (ts.isBlock(at) || ts.isSourceFile(at)) return false;
  }
  return false;
}

/** Whether the literal is the value of an attribute or a property that people read. */
function isOfShownName(node) {
  const { parent } = node;
  if (ts.isJsxAttribute(parent)) return shown.test(parent.name.getText());
  if (ts.isJsxExpression(parent) && ts.isJsxAttribute(parent.parent)) return shown.test(parent.parent.name.getText());
  if (ts.isPropertyAssignment(parent) && parent.initializer === node) return shown.test(parent.name.getText());
  return false;
}

function textOf(node) {
  if (ts.isJsxText(node) || ts.isStringLiteral(node) || ts.isNoSubstitutionTemplateLiteral(node)) return node.text;
  if (ts.isTemplateExpression(node))
    return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join(" … ");
  return null;
}

function isShown(node, text) {
  if (example.test(text)) return false;
  if (ts.isJsxText(node)) return hasWords(text);
  if (ts.isPropertyAssignment(node.parent) && node.parent.name === node) return false;
  if (isOfShownName(node)) return hasWords(text) && !/^[a-z]+(-[a-z]+)*$|^[a-z]+[A-Z]\w*$|^[/#]/.test(text);
  if (ts.isTemplateExpression(node))
    return (
      / [a-z]{3,} |[a-z]{3,} …|… [a-z]{2,}[ .]/.test(text) &&
      /[A-Za-z]{3,} /.test(text) &&
      /^[A-Z"]|\.$/.test(text.trim())
    );
  return looksShown(text);
}

/** @returns {string[]} `file:line: text` of each literal that belongs into the catalogue */
export function findLiterals({ file, text }) {
  const source = ts.createSourceFile(
    file,
    text,
    ts.ScriptTarget.Latest,
    true,
    /\.tsx$/.test(file) ? ts.ScriptKind.TSX : ts.ScriptKind.TS,
  );
  const found = [];
  const visit = (node) => {
    const literal = textOf(node);
    if (literal !== null && isShown(node, literal.trim()) && !isInternal(node)) {
      const { line } = source.getLineAndCharacterOfPosition(node.getStart());
      found.push(`${file}:${line + 1}: ${literal.trim().replace(/\s+/g, " ").slice(0, 80)}`);
      return;
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return found;
}
