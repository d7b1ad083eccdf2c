// The library's whole entry is several megabytes of languages and features: what is used is named one by one.
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
// The feature's own entry loads only what serves inline completion; the list itself is here.
import "monaco-editor/editor/contrib/suggest/browser/suggestController";
import { conf, language } from "monaco-editor/languages/definitions/sql/sql";
import { DUCKDB_WORDS } from "./duckdb-words.ts";

export { monaco };

const LANGUAGE = "duckdb";
// The registry is global to the page: a second registration would double every suggestion.
let prepared = false;

/** Registers language, themes and worker with the editor library, once; all of it comes from our own origin. */
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

const INK = {
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
  const ink = INK[name];
  monaco.editor.defineTheme(`headwater-${name}`, {
    base: name === "dark" ? "vs-dark" : "vs",
    inherit: true,
    rules: [
      { token: "keyword", foreground: ink.keyword },
      { token: "operator.sql", foreground: ink.keyword },
      { token: "predefined", foreground: ink.keyword },
      { token: "string", foreground: ink.string },
      { token: "string.sql", foreground: ink.string },
      { token: "predefined.sql", foreground: ink.keyword },
      { token: "number", foreground: ink.number },
      { token: "comment", foreground: ink.comment },
    ],
    colors: {
      "editor.background": ink.background,
      "editor.foreground": ink.text,
      "editorLineNumber.foreground": ink.line,
      "editor.lineHighlightBackground": ink.current,
      "editor.lineHighlightBorder": "#00000000",
      "editor.selectionBackground": ink.selection,
    },
  });
}
