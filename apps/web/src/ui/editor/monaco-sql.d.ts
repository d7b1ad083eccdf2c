/** The library ships this grammar without types. */
declare module "monaco-editor/languages/definitions/sql/sql" {
  import type { languages } from "monaco-editor/editor";
  export const conf: languages.LanguageConfiguration;
  export const language: languages.IMonarchLanguage & { readonly keywords: string[] };
}
