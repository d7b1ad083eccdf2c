import { replacedBefore, sortKey } from "./completion.ts";
import type { SqlService } from "./editor-port.ts";
import { monaco } from "./monaco.ts";

const KINDS = {
  column: monaco.languages.CompletionItemKind.Field,
  table: monaco.languages.CompletionItemKind.Struct,
  schema: monaco.languages.CompletionItemKind.Module,
  function: monaco.languages.CompletionItemKind.Function,
  keyword: monaco.languages.CompletionItemKind.Keyword,
  alias: monaco.languages.CompletionItemKind.Variable,
} as const;

/** Registers completion and hover for a language; the caller disposes of the registration. */
export function registerProviders(language: string, service: () => SqlService): monaco.IDisposable {
  const completion = monaco.languages.registerCompletionItemProvider(language, {
    triggerCharacters: [".", '"'],
    async provideCompletionItems(model, position) {
      const before = replacedBefore(
        model.getLineContent(position.lineNumber).slice(0, position.column - 1),
      );
      const range = {
        startLineNumber: position.lineNumber,
        endLineNumber: position.lineNumber,
        startColumn: position.column - before,
        endColumn: position.column,
      };
      const proposals = await service().complete(model.getValue(), model.getOffsetAt(position));
      const suggestions = proposals.map((proposal, index) => ({
        label: proposal.label,
        insertText: proposal.insert,
        kind: KINDS[proposal.kind],
        sortText: sortKey(proposal, index),
        range,
        ...(proposal.detail === undefined ? {} : { detail: proposal.detail }),
      }));
      return { suggestions };
    },
  });
  const hover = monaco.languages.registerHoverProvider(language, {
    provideHover(model, position) {
      const word = model.getWordAtPosition(position);
      const text = word === null ? null : service().explainName(word.word);
      if (text === null) return null;
      // The text is fenced, because a description comes from a schema's author and must not be read
      // as markup.
      return { contents: [{ value: `~~~~text\n${text.replaceAll("~~~~", "")}\n~~~~` }] };
    },
  });
  return { dispose: () => [completion, hover].forEach((one) => void one.dispose()) };
}
