"use client";
import { type RefObject, useEffect, useRef, useState } from "react";
import { monaco, prepareMonaco } from "./monaco.ts";

/** Creates an editor in an element and lets go of it with the component; the theme follows the page's. */
export function useMonaco(box: RefObject<HTMLElement | null>, initial: string) {
  const [editor, setEditor] = useState<monaco.editor.IStandaloneCodeEditor | null>(null);
  const first = useRef(initial);
  useEffect(() => {
    const element = box.current;
    if (element === null) return;
    const language = prepareMonaco();
    const model = monaco.editor.createModel(first.current, language);
    const made = monaco.editor.create(element, { ...OPTIONS, model, theme: themeName() });
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
  ariaLabel: "SQL editor content",
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
