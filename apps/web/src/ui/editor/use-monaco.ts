"use client";
import { type RefObject, useEffect, useRef, useState } from "react";
import { monaco, prepareMonaco } from "./monaco.ts";

/** The initial state of an editor; later changes of these values have no effect. */
interface InitialState {
  readonly text: string;
  readonly readOnly: boolean;
}

/**
 * Creates an editor in an element and disposes of it with the component. The editor follows the
 * page's theme.
 */
export function useMonaco(box: RefObject<HTMLElement | null>, initial: InitialState) {
  const [editor, setEditor] = useState<monaco.editor.IStandaloneCodeEditor | null>(null);
  const first = useRef(initial);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const language = prepareMonaco();
    const model = monaco.editor.createModel(first.current.text, language);
    const { readOnly } = first.current;
    const options = { ...OPTIONS, readOnly, domReadOnly: readOnly, theme: themeName() };
    const made = monaco.editor.create(element, { ...options, model });
    const observer = new MutationObserver(() => monaco.editor.setTheme(themeName()));
    observer.observe(document.documentElement, { attributeFilter: ["data-theme"] });
    setEditor(made);
    return () => {
      observer.disconnect();
      made.dispose();
      model.dispose();
    };
  }, [box]);
  return editor;
}

const OPTIONS: monaco.editor.IStandaloneEditorConstructionOptions = {
  // Tab inserts text in the editor, so people who can't use a pointer need to know how to leave it.
  ariaLabel:
    "SQL editor content. Press Escape and then Tab to leave the editor, or Control+M to let Tab move the focus.",
  automaticLayout: true,
  fontFamily: "'JetBrains Mono Variable', ui-monospace, monospace",
  fontSize: 13,
  lineHeight: 20,
  minimap: { enabled: false },
  scrollBeyondLastLine: false,
  padding: { top: 8, bottom: 8 },
  fixedOverflowWidgets: true,
  bracketPairColorization: { enabled: true },
  quickSuggestions: { other: true, comments: false, strings: false },
  wordBasedSuggestions: "off",
  suggest: { showWords: false, preview: false },
  tabSize: 2,
  renderLineHighlight: "line",
  lineNumbersMinChars: 3,
  overviewRulerLanes: 0,
  scrollbar: { alwaysConsumeMouseWheel: false },
};

function themeName(): string {
  return document.documentElement.dataset["theme"] === "dark"
    ? "headwater-dark"
    : "headwater-light";
}
