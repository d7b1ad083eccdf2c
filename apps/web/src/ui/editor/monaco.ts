// The library's main entry loads several megabytes of languages and features, so each used feature
// is imported by name.
import * as monaco from "monaco-editor/editor";
import "monaco-editor/languages/definitions/sql/register";
import "monaco-editor/features/bracketMatching/register";
import "monaco-editor/features/clipboard/register";
import "monaco-editor/features/codeAction/register";
import "monaco-editor/features/comment/register";
import "monaco-editor/features/find/register";
import "monaco-editor/features/folding/register";
import "monaco-editor/features/hover/register";
import "monaco-editor/features/linesOperations/register";
import "monaco-editor/features/multicursor/register";
import "monaco-editor/features/snippet/register";
import "monaco-editor/features/toggleTabFocusMode/register";
// The entry of the completion feature loads only inline completion; the suggestion list is in this
// file.
import "monaco-editor/editor/contrib/suggest/browser/suggestController";
import { conf, language } from "monaco-editor/languages/definitions/sql/sql";
import { DUCKDB_WORDS } from "./duckdb-words.ts";

export { monaco };

const LANGUAGE = "duckdb";
// The registry is global to the page: a second registration would double every suggestion.
let prepared = false;

/**
 * Registers language, themes and worker with the editor library once. All files come from our own
 * origin.
 */
export function prepareMonaco(): string {
  if (prepared) return LANGUAGE;
  prepared = true;
  globalThis.MonacoEnvironment = {
    getWorker: () =>
      new Worker(new URL("monaco-editor/editor/editor.worker.js", import.meta.url), {
        type: "module",
      }),
  };
  monaco.languages.register({ id: LANGUAGE });
  monaco.languages.setLanguageConfiguration(LANGUAGE, conf);
  monaco.languages.setMonarchTokensProvider(LANGUAGE, {
    ...language,
    keywords: [...new Set([...language.keywords, ...DUCKDB_WORDS])],
  });
  for (const theme of ["light", "dark"] as const) defineTheme(theme);
  return LANGUAGE;
}

const COLOURS = {
  light: {
    keyword: "1f5fa8",
    string: "1d7a45",
    number: "9a4b00",
    comment: "6b7280",
    background: "#ffffff",
    text: "#1b2230",
    line: "#9aa1ad",
    current: "#f5f6f8",
    selection: "#cfe3f5",
  },
  dark: {
    keyword: "7cb7ee",
    string: "7cc99a",
    number: "e0a26a",
    comment: "8b93a1",
    background: "#15191f",
    text: "#e6e9ee",
    line: "#5b6472",
    current: "#1b2027",
    selection: "#274764",
  },
} as const;

function defineTheme(name: "light" | "dark"): void {
  const colours = COLOURS[name];
  monaco.editor.defineTheme(`headwater-${name}`, {
    base: name === "dark" ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      { token: "keyword", foreground: colours.keyword },
      { token: "operator.sql", foreground: colours.keyword },
      { token: "predefined", foreground: colours.keyword },
      { token: "string", foreground: colours.string },
      { token: "string.sql", foreground: colours.string },
      { token: "predefined.sql", foreground: colours.keyword },
      { token: "number", foreground: colours.number },
      { token: "comment", foreground: colours.comment },
    ],
    colors: {
      "editor.background": colours.background,
      "editor.foreground": colours.text,
      "editorLineNumber.foreground": colours.line,
      "editor.lineHighlightBackground": colours.current,
      "editor.lineHighlightBorder": "#00000000",
      "editor.selectionBackground": colours.selection,
    },
  });
}
