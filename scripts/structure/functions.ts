import ts from "typescript";
import type { SourceFile } from "./sources.ts";

/** A function and the number of its statements, without the statements of functions within it. */
export interface FunctionSize {
  readonly where: string;
  readonly statements: number;
}

export interface ExportNote {
  readonly where: string;
  readonly documented: boolean;
}

/** Sizes of all functions of a file; an arrow without a block has one statement. */
export function functionSizes(file: SourceFile): FunctionSize[] {
  const source = parse(file);
  const sizes: FunctionSize[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) {
      const line = lineOf(source, node.getStart());
      sizes.push({
        where: `${file.path}:${line} ${nameOf(node) ?? "(anonymous)"}`,
        statements: statementsIn(node.body as ts.Node),
      });
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sizes;
}

function statementsIn(body: ts.Node): number {
  if (!ts.isBlock(body)) return 1;
  let count = 0;
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node)) return;
    if (ts.isStatement(node) && !ts.isBlock(node)) count += 1;
    ts.forEachChild(node, visit);
  };
  ts.forEachChild(body, visit);
  return count;
}

/**
 * Places where an object literal is spread into another one: TypeScript does not report excess
 * properties there.
 */
export function literalSpreads(file: SourceFile): string[] {
  const source = parse(file);
  const places: string[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isSpreadAssignment(node) && ts.isObjectLiteralExpression(bare(node.expression)))
      places.push(`${file.path}:${lineOf(source, node.getStart())}`);
    ts.forEachChild(node, visit);
  };
  visit(source);
  return places;
}

/** An expression without parentheses and type assertions around it. */
function bare(expression: ts.Expression): ts.Expression {
  return ts.isParenthesizedExpression(expression) || ts.isAsExpression(expression)
    ? bare(expression.expression)
    : expression;
}

/** Exported declarations of a file and whether each has a TSDoc comment. */
export function exportNotes(file: SourceFile): ExportNote[] {
  const source = parse(file);
  return source.statements
    .filter(
      (statement) =>
        ts.canHaveModifiers(statement) &&
        (ts.getModifiers(statement) ?? []).some(
          (modifier) => modifier.kind === ts.SyntaxKind.ExportKeyword,
        ),
    )
    .map((statement) => ({
      where: `${file.path}:${lineOf(source, statement.getStart())}`,
      documented: ts.getJSDocCommentsAndTags(statement).length > 0,
    }));
}

function parse(file: SourceFile): ts.SourceFile {
  const kind = file.path.endsWith(".tsx") ? ts.ScriptKind.TSX : ts.ScriptKind.TS;
  return ts.createSourceFile(file.path, file.text, ts.ScriptTarget.Latest, true, kind);
}

function lineOf(source: ts.SourceFile, position: number): number {
  return source.getLineAndCharacterOfPosition(position).line + 1;
}

function nameOf(node: ts.Node): string | null {
  if ("name" in node && node.name !== undefined && ts.isIdentifier(node.name as ts.Node))
    return (node.name as ts.Identifier).text;
  const parent = node.parent;
  return parent !== undefined && ts.isVariableDeclaration(parent) && ts.isIdentifier(parent.name)
    ? parent.name.text
    : null;
}
