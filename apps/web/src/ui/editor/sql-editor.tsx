"use client";
import { type Ref, useEffect, useImperativeHandle, useRef } from "react";
import type { SqlService } from "./editor-port.ts";
import { cursorAfterFormat, formatSql } from "./format-sql.ts";
import type { Problem } from "./marks.ts";
import { monaco } from "./monaco.ts";
import { registerProviders } from "./sql-providers.ts";
import { useMonaco } from "./use-monaco.ts";

/** The functions that the page around the editor can call. */
export interface EditorHandle {
  /** Replaces the text at the cursor, with undo. */
  insert(text: string): void;
  /** Replaces one range of a line, with undo. */
  fix(problem: Problem, word: string): void;
  show(problem: Problem): void;
  format(): Promise<boolean>;
  focus(): void;
}

export interface SqlEditorProps {
  readonly value: string;
  /** True for text that can be read and copied, but not changed. */
  readonly readOnly?: boolean;
  /**
   * A counter that changes whenever the person chooses this text, so that the editor takes the
   * focus. Zero on a new page.
   */
  readonly chosen: number;
  readonly problems: readonly Problem[];
  readonly service: SqlService;
  readonly onChange: (value: string) => void;
  /** Called with the cursor and the selected text; null if no text is selected. */
  readonly onCursor: (offset: number, selected: string | null) => void;
  /**
   * Called with the editor's own text, because the page may not have rendered the last letters yet.
   */
  readonly onRun: (text: string) => void;
  readonly onSave: (text: string) => void;
  readonly handle: Ref<EditorHandle>;
}

type Editor = monaco.editor.IStandaloneCodeEditor;

/** Keys after which the focus stays outside of the editor once Esc has left it. */
const KEYS_OUTSIDE = new Set(["Tab", "Escape", "Shift", "Control", "Alt", "Meta"]);

/**
 * The SQL editor. Ctrl+Enter runs, Ctrl+S saves, Ctrl+Shift+F formats. Esc leaves the editor, and
 * Tab then moves on.
 */
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
      change: (text) => {
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
          // A person who goes on typing means the text: they may have pressed Esc just before the
          // list appeared that they wanted to close.
          if (!KEYS_OUTSIDE.has(key)) editor?.focus();
        }}
        className="sr-only z-10 rounded-control border border-line bg-surface-1 text-12 text-text-2 shadow-float focus:not-sr-only focus:absolute focus:px-2 focus:py-1 focus:right-3 focus:bottom-2"
      >
        Press Tab to move on, or Shift+Tab to return to the text
      </p>
    </>
  );
}

/**
 * True for a text that was typed in this editor and now comes back from the page. Such a text may
 * be older than the editor's text: setting it would remove the letters typed since and move the
 * cursor to the top.
 */
function isEcho(sent: string[], value: string): boolean {
  const at = sent.lastIndexOf(value);
  sent.splice(0, at < 0 ? sent.length : at + 1);
  return at >= 0;
}

interface Listeners {
  readonly change: (text: string) => void;
  readonly leave: () => void;
}

function listen(
  editor: Editor,
  latest: { readonly current: SqlEditorProps },
  { change, leave }: Listeners,
) {
  const { KeyCode, KeyMod } = monaco;
  const reportCursor = () => {
    const model = editor.getModel();
    const selection = editor.getSelection();
    if (model === null || selection === null) return;
    const selected = model.getValueInRange(selection);
    const offset = model.getOffsetAt(selection.getPosition());
    latest.current.onCursor(offset, selected.trim().length > 1 ? selected : null);
  };
  // The cursor and the selection of the text that was shown before are no longer valid.
  reportCursor();
  const addAction = (id: string, keys: number, run: () => void) =>
    editor.addAction({ id, label: id, keybindings: [keys], run });
  return [
    editor.onDidChangeModelContent(() => change(editor.getValue())),
    editor.onDidChangeCursorSelection(reportCursor),
    addAction("run", KeyMod.CtrlCmd | KeyCode.Enter, () => {
      // The suggestion list must not cover the rows, nor open late.
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

/**
 * True while a widget of the editor is open: Esc first closes the widget, and leaves the editor
 * only then.
 */
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
  // The formatter is loaded on first use, and text that was typed meanwhile must not be lost.
  if (model.getValue() !== before) return format(editor);
  const cursor = editor.getPosition();
  const offset = cursor === null ? 0 : model.getOffsetAt(cursor);
  replace(editor, model.getFullModelRange(), text);
  const position = model.getPositionAt(cursorAfterFormat(before, offset, text));
  editor.setPosition(position);
  // Scrolls to the top left first: a text that was one long line would otherwise be scrolled beyond
  // its new end.
  editor.setScrollPosition({ scrollLeft: 0, scrollTop: 0 });
  editor.revealPosition(position);
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
    fix(problem, word) {
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
