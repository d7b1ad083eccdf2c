"use client";
import { type RefObject, useEffect, useRef, useState } from "react";
import { monaco, prepareMonaco } from "./monaco.ts";

/** How an editor begins; later changes of these are its own. */
interface Beginning {
  readonly text: string;
  readonly readOnly: boolean;
}

/** Creates an editor in an element and lets go of it with the component; the theme follows the page's. */
export function useMonaco(box: RefObject<HTMLElement | null>, beginning: Beginning) {
  const [editor, setEditor] = useState<monaco.editor.IStandaloneCodeEditor | null>(null);
  const first = useRef(beginning);
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
  // Tab is text here: who can't use a pointer is told the way out.
  ariaLabel: "SQL editor content. Escape and then Tab leaves it, Control+M makes Tab move on.",
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
