"use client";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import type { SqlService } from "./editor-port.ts";
import { formatSql, sameSpot } from "./format-sql.ts";
import type { Problem } from "./marks.ts";
import { monaco } from "./monaco.ts";
import { registerProviders } from "./sql-providers.ts";
import { useMonaco } from "./use-monaco.ts";

/** What the page around the editor can do with it. */
export interface EditorHandle {
  /** Replaces the text at the cursor, with undo. */
  insert(text: string): void;
  /** Replaces one range of a line, with undo. */
  mend(problem: Problem, word: string): void;
  show(problem: Problem): void;
  format(): Promise<boolean>;
  focus(): void;
}

export interface SqlEditorProps {
  readonly value: string;
  /** Text to look at and copy, not to change. */
  readonly readOnly?: boolean;
  /** Changes whenever the reader has chosen this text: the editor then takes the focus. Zero for a page that just came. */
  readonly chosen: number;
  readonly problems: readonly Problem[];
  readonly service: SqlService;
  readonly onChange: (value: string) => void;
  /** Cursor and selected text; null for none. */
  readonly onCursor: (offset: number, selected: string | null) => void;
  /** With the text as it stands: the page may not have drawn the last letters yet. */
  readonly onRun: (text: string) => void;
  readonly onSave: (text: string) => void;
  readonly handle: Ref<EditorHandle>;
}

type Editor = monaco.editor.IStandaloneCodeEditor;

/** Keys that go on from where Esc led to; a modifier alone says nothing yet. */
const STAYS_OUT = new Set(["Tab", "Escape", "Shift", "Control", "Alt", "Meta"]);

/** The SQL editor. Ctrl+Enter runs, Ctrl+S saves, Ctrl+Shift+F formats; Esc leaves it, and Tab goes on from there. */
export function SqlEditor(props: SqlEditorProps) {
  const box = useRef<HTMLDivElement>(null);
  const latest = useRef(props);
  latest.current = props;
  const exit = useRef<HTMLParagraphElement>(null);
  const { readOnly = false, chosen } = props;
  const editor = useMonaco(box, { text: props.value, readOnly });

  useEffect(() => {
    if (editor === null) return;
    const language = editor.getModel()?.getLanguageId() ?? "sql";
    const providers = registerProviders(language, () => latest.current.service);
    const listeners = listen(editor, latest, {
      tell: (text) => {
        sent.current.push(text);
        latest.current.onChange(text);
      },
      leave: () => exit.current?.focus(),
    });
    return () => [providers, ...listeners].forEach((one) => void one.dispose());
  }, [editor]);

  useEffect(() => {
    if (chosen > 0) editor?.focus();
  }, [editor, chosen]);

  const sent = useRef<string[]>([]);
  useEffect(() => {
    if (editor === null || isEcho(sent.current, props.value)) return;
    if (editor.getValue() !== props.value) editor.setValue(props.value);
  }, [editor, props.value]);

  useEffect(() => {
    const model = editor?.getModel();
    if (model === null || model === undefined) return;
    monaco.editor.setModelMarkers(model, "headwater", props.problems.map(markerOf));
  }, [editor, props.problems]);

  useImperativeHandle(props.handle, () => handleOf(editor), [editor]);
  return (
    <>
      <div ref={box} className="h-full min-h-0 w-full" />
      <p
        ref={exit}
        tabIndex={-1}
        onKeyDown={({ key }) => {
          // Whoever types on meant the text: Esc may have come before the list that it was to close.
          if (!STAYS_OUT.has(key)) editor?.focus();
        }}
        className="sr-only z-10 rounded-control border border-line bg-surface-1 text-12 text-text-2 shadow-float focus:not-sr-only focus:absolute focus:px-2 focus:py-1 focus:right-3 focus:bottom-2"
      >
        Tab goes on, Shift+Tab back into the text
      </p>
    </>
  );
}

/**
 * True for a text that was typed here and now comes back from the page. It may be older than what stands in the editor by
 * then: to put it back would undo the letters typed since and throw the cursor to the top.
 */
function isEcho(sent: string[], value: string): boolean {
  const at = sent.lastIndexOf(value);
  sent.splice(0, at < 0 ? sent.length : at + 1);
  return at >= 0;
}

interface Listeners {
  readonly tell: (text: string) => void;
  readonly leave: () => void;
}

function listen(
  editor: Editor,
  latest: { readonly current: SqlEditorProps },
  { tell, leave }: Listeners,
) {
  const { KeyCode, KeyMod } = monaco;
  const tellCursor = () => {
    const model = editor.getModel();
    const selection = editor.getSelection();
    if (model === null || selection === null) return;
    const selected = model.getValueInRange(selection);
    const offset = model.getOffsetAt(selection.getPosition());
    latest.current.onCursor(offset, selected.trim().length > 1 ? selected : null);
  };
  // Of the text that was shown before, neither cursor nor selection counts any more.
  tellCursor();
  const addAction = (id: string, keys: number, run: () => void) =>
    editor.addAction({ id, label: id, keybindings: [keys], run });
  return [
    editor.onDidChangeModelContent(() => tell(editor.getValue())),
    editor.onDidChangeCursorSelection(tellCursor),
    addAction("run", KeyMod.CtrlCmd | KeyCode.Enter, () => {
      // What was proposed must not stand over the rows, nor come up late.
      editor.trigger("run", "hideSuggestWidget", {});
      latest.current.onRun(editor.getValue());
    }),
    addAction("save", KeyMod.CtrlCmd | KeyCode.KeyS, () =>
      latest.current.onSave(editor.getValue()),
    ),
    addAction("format", KeyMod.CtrlCmd | KeyMod.Shift | KeyCode.KeyF, () => void format(editor)),
    editor.onKeyDown((event) => {
      if (event.keyCode === KeyCode.Escape && !hasOpenWidget(editor)) leave();
    }),
  ];
}

/** Esc first closes what the editor has open; only then it leaves. */
function hasOpenWidget(editor: Editor): boolean {
  const node = editor.getDomNode();
  return (
    document.querySelector(".suggest-widget.visible") !== null ||
    node?.querySelector(".find-widget.visible") !== null
  );
}

async function format(editor: Editor): Promise<boolean> {
  const before = editor.getValue();
  const text = await formatSql(before);
  const model = editor.getModel();
  if (text === null || model === null) return false;
  // The formatter is fetched with its first use: what was typed meanwhile must not be lost.
  if (model.getValue() !== before) return format(editor);
  const cursor = editor.getPosition();
  const offset = cursor === null ? 0 : model.getOffsetAt(cursor);
  replace(editor, model.getFullModelRange(), text);
  const spot = model.getPositionAt(sameSpot(before, offset, text));
  editor.setPosition(spot);
  // From the top left: text that was one long line would otherwise be looked at far beyond its end.
  editor.setScrollPosition({ scrollLeft: 0, scrollTop: 0 });
  editor.revealPosition(spot);
  return true;
}

function replace(editor: Editor, range: monaco.IRange, text: string): void {
  editor.pushUndoStop();
  editor.executeEdits("headwater", [{ range, text, forceMoveMarkers: true }]);
  editor.pushUndoStop();
}

function rangeOf({ line, column, endColumn }: Problem): monaco.IRange {
  return { startLineNumber: line, endLineNumber: line, startColumn: column, endColumn };
}

function markerOf(problem: Problem): monaco.editor.IMarkerData {
  const hint =
    problem.candidates.length > 0
      ? ` Did you mean ${problem.candidates.slice(0, 3).join(", ")}?`
      : "";
  return {
    ...rangeOf(problem),
    message: `${problem.message}${hint}`,
    severity: monaco.MarkerSeverity.Error,
  };
}

function handleOf(editor: Editor | null): EditorHandle {
  return {
    insert(text) {
      const selection = editor?.getSelection();
      if (editor === null || selection === null || selection === undefined) return;
      replace(editor, selection, text);
      editor.focus();
    },
    mend(problem, word) {
      if (editor === null) return;
      replace(editor, rangeOf(problem), word);
      editor.focus();
    },
    show(problem) {
      editor?.setPosition({ lineNumber: problem.line, column: problem.column });
      editor?.revealLineInCenterIfOutsideViewport(problem.line);
      editor?.focus();
    },
    async format() {
      editor?.focus();
      return editor !== null && format(editor);
    },
    focus: () => editor?.focus(),
  };
}
