// Literals in pages and components that a person would read.
import ts from "typescript";

/** Not translated: names of products and protocols, units, keys of the keyboard, and what people type. */
const untranslated = new RegExp(
  `\\b(${[
    "API|URL|JDBC|TTL|CSV|Linux|Windows|SHA-256|RESTORE|example\\.com|LightNode|Minecraft|Docker|PostgreSQL|MariaDB|MySQL|Redis|Node|Pusher|Slack|Discord|Telegram|ntfy|Prometheus|OpenAPI|Prisma|Swarm",
    "KiB|MiB|GiB|TiB|kB|MB|GB|ms|min|px|UTC|CPU|RCON|SFTP|DKIM|DMARC|DNSSEC|Enter|Escape|Tab|Space|Ctrl|Alt|Shift|Backspace|Delete|Home|End",
    "Arrow(?:Up|Down|Left|Right)|Page(?:Up|Down)|Geist|Arial|CSV|Edge|Opera|Segoe UI|Noto Sans Arabic|Tahoma",
  ].join("|")})\\b`,
  "g",
);

const shown =
  /^(title|label|placeholder|description|lead|hint|heading|caption|alt|message|done|unit|summary|question|confirm|aria-label|aria-description|aria-roledescription|aria-valuetext)$/i;

/** Properties that nobody reads: names, and words by which a thing is found. */
const unseen = /^(id|key|words)$/;

/** A key inside a namespace below the one that was asked for. */
const nestedKey = /\bt[A-Z]?\w*(?:\.rich|\.has)?\(\s*["`]\w+\.[\w$]/g;

/** Addresses, commands and file contents that stand as examples in fields. */
const example =
  /^(https?:\/\/\S+|[\da-f]+:[\da-f:]+|\$ORIGIN [\s\S]*|name,zmqPort\s[\s\S]*|Invoke-WebRequest [\s\S]*|frankfurt-2|Mb|node … setup.*|npm run [a-z -]+|\{ name: … \})$/;

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
    return [node.head.text, ...node.templateSpans.map((span) => span.literal.text)].join("…").replace(/\s+/g, " ");
  return null;
}

/** A small word beside a value: `of ${total}`, `${count} lines`. */
const hasSmallWord = (text) =>
  /(^|[ (])[a-z]{2,}[:,]? …|… [a-z]{2,}($|[ .,:)])/.test(text.replace(untranslated, "")) && !/ln-|var\(/.test(text);
const isStyle = ({ parent }) => {
  for (let at = parent; at && !ts.isBlock(at); at = at.parent)
    if (ts.isJsxAttribute(at)) return /^(className|style|d|transform|gridTemplate\w*)$/.test(at.name.getText());
  return false;
};

/** A value with units that are the same in every language, a command, or a type. */
const isNeutral = (text) => /^…( (ms|s|min|h)( …)?)+$|^(npm run|node …) |^\{ .* \}$/.test(text);

function isShown(node, text) {
  if (example.test(text) || isNeutral(text)) return false;
  if (ts.isJsxText(node)) return hasWords(text);
  if (ts.isPropertyAssignment(node.parent) && (node.parent.name === node || unseen.test(node.parent.name.getText())))
    return false;
  if (isOfShownName(node)) return hasWords(text) && !/^[a-z]+(-[a-z]+)*$|^[a-z]+[A-Z]\w*$|^[/#]/.test(text);
  if (isStyle(node) || ts.isExpressionStatement(node.parent)) return false;
  if (ts.isTemplateExpression(node))
    return hasSmallWord(text) || (/^[A-Z"]|\.$/.test(text) && /[A-Za-z]{3,} /.test(text));
  return looksShown(text) || /^(?!(string|number) or null)(?:[,;] [a-z]|^[a-z]{2,}( [a-z]{2,})+[.!?]?)$/.test(text);
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
  const found = [...text.matchAll(nestedKey)].map(
    ([call]) => `${file}: ${call}: name the namespace in useTranslations, so that browsers get it`,
  );
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
