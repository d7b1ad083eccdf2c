import ts from "typescript";
import type { SourceFile } from "./sources.ts";

export interface FunctionSize {
  readonly where: string;
  readonly lines: number;
  readonly jsx: boolean;
}

export interface ExportNote {
  readonly where: string;
  readonly documented: boolean;
}

/** Sizes of all functions of a file; anonymous ones count from five lines on. */
export function functionSizes(file: SourceFile): FunctionSize[] {
  const source = parse(file);
  const sizes: FunctionSize[] = [];
  const visit = (node: ts.Node): void => {
    if (ts.isFunctionLike(node) && "body" in node && node.body !== undefined) {
      const lines = lineOf(source, node.end) - lineOf(source, node.getStart()) + 1;
      const name = nameOf(node);
      if (name !== null || lines > 5) {
        sizes.push({
          where: `${file.path}:${lineOf(source, node.getStart())} ${name ?? "(anonymous)"}`,
          lines,
          jsx: file.path.endsWith(".tsx"),
        });
      }
    }
    ts.forEachChild(node, visit);
  };
  visit(source);
  return sizes;
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

/** Lines of a file that a comment touches. */
export function commentLines(file: SourceFile): number {
  const touched = new Set<number>();
  const scanner = ts.createScanner(
    ts.ScriptTarget.Latest,
    false,
    ts.LanguageVariant.JSX,
    file.text,
  );
  const source = parse(file);
  for (let token = scanner.scan(); token !== ts.SyntaxKind.EndOfFileToken; token = scanner.scan()) {
    if (
      token !== ts.SyntaxKind.SingleLineCommentTrivia &&
      token !== ts.SyntaxKind.MultiLineCommentTrivia
    )
      continue;
    const last = lineOf(source, scanner.getTokenEnd());
    for (let line = lineOf(source, scanner.getTokenStart()); line <= last; line += 1)
      touched.add(line);
  }
  return touched.size;
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
