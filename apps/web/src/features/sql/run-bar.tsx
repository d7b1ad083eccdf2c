"use client";
import { isFinal } from "@headwater/domain";
import { Play, Save, Square, WandSparkles } from "lucide-react";
import { useEffect, useState } from "react";
import { Button } from "../../ui/controls/button.tsx";
import { Select } from "../../ui/controls/select.tsx";
import { type RunState, secondsOf, statusWords } from "./run-state.ts";

const LIMITS = [
  { value: "1000", label: "Limit 1,000" },
  { value: "10000", label: "Limit 10,000" },
  { value: "100000", label: "Limit 100,000" },
  { value: "none", label: "No limit" },
] as const;
export type Limit = (typeof LIMITS)[number]["value"];

interface RunBarProps {
  readonly run: RunState | null;
  readonly starting: boolean;
  /**
   * True when the last attempt found no statement, so that the status of the earlier run is hidden.
   */
  readonly nothingToRun: boolean;
  readonly hasSelection: boolean;
  readonly canRun: boolean;
  /** True for a person who writes SQL: only then the bar has Format and Save. */
  readonly canWrite: boolean;
  readonly dirty: boolean;
  readonly limit: Limit;
  readonly onLimit: (limit: Limit) => void;
  readonly onRun: () => void;
  readonly onCancel: () => void;
  readonly onFormat: () => void;
  readonly onSave: () => void;
}

const SOURCES = [{ value: "lake", label: "Lake" }] as const;

/** The bar with the actions on the text and the state of the run. */
export function RunBar(props: RunBarProps) {
  const { run } = props;
  const going = props.starting || (run !== null && !isFinal(run.execution.state));
  return (
    <div className="flex flex-wrap items-center gap-2 border-y border-line bg-surface-1 px-3 py-2">
      <Button
        kind="primary"
        size="small"
        icon={<Play className="size-3.5" />}
        disabled={!props.canRun || going}
        onClick={props.onRun}
        title="Ctrl+Enter"
      >
        {props.hasSelection ? "Execute selected" : "Execute"}
      </Button>
      {going ? (
        <Button size="small" icon={<Square className="size-3" />} onClick={props.onCancel}>
          Cancel
        </Button>
      ) : null}
      <Select
        compact
        label="Row limit"
        value={props.limit}
        options={LIMITS}
        onChange={props.onLimit}
      />
      {props.canWrite ? (
        <Button
          kind="quiet"
          size="small"
          icon={<WandSparkles className="size-3.5" />}
          onClick={props.onFormat}
          title="Ctrl+Shift+F"
        >
          Format
        </Button>
      ) : null}
      <div className="grow max-tablet:hidden" />
      <QueryStatus run={props.nothingToRun ? null : run} starting={props.starting} />
      <div className="contents max-tablet:hidden">
        <Select
          compact
          label="Data source"
          value="lake"
          options={SOURCES}
          onChange={() => undefined}
        />
      </div>
      {props.canWrite ? (
        <Button
          size="small"
          icon={<Save className="size-3.5" />}
          onClick={props.onSave}
          title="Ctrl+S"
        >
          Save{props.dirty ? "*" : ""}
        </Button>
      ) : null}
    </div>
  );
}

const TONES = {
  queued: "idle",
  running: "info",
  finished: "good",
  failed: "bad",
  cancelled: "warn",
  timed_out: "bad",
} as const;

function QueryStatus({ run, starting }: Pick<RunBarProps, "run" | "starting">) {
  const state = run?.execution.state;
  const going = starting || (state !== undefined && !isFinal(state));
  const now = useClock(going);
  const words =
    starting && (run === null || isFinal(run.execution.state))
      ? "queued"
      : run === null
        ? ""
        : statusWords(run.execution.state, secondsOf(run.execution, now));
  return (
    <div
      role="status"
      aria-label="Query status"
      className="tabular flex min-w-24 items-center justify-end gap-1.5 text-12 text-text-2 max-tablet:order-last max-tablet:min-h-4 max-tablet:w-full max-tablet:justify-start"
    >
      {state === undefined ? null : <Dot tone={TONES[state]} />}
      {words}
    </div>
  );
}

function Dot({ tone }: { readonly tone: (typeof TONES)[keyof typeof TONES] }) {
  const colors = {
    idle: "bg-text-3",
    info: "bg-accent",
    good: "bg-good",
    warn: "bg-warn",
    bad: "bg-bad",
  };
  return <span aria-hidden className={`size-2 rounded-full ${colors[tone]}`} />;
}

/** The current time, updated while a run goes on. */
function useClock(going: boolean): number {
  const [now, setNow] = useState(() => Date.now());
  useEffect(() => {
    if (!going) return;
    const timer = setInterval(() => setNow(Date.now()), 100);
    return () => clearInterval(timer);
  }, [going]);
  return now;
}
