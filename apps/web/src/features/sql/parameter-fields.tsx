"use client";
import { useEffect, useRef } from "react";
import { TextField } from "../../ui/controls/field.tsx";
import { valueNamed } from "./parameter-values.ts";

interface ParameterFieldsProps {
  readonly names: readonly string[];
  readonly values: Readonly<Record<string, string>>;
  /**
   * Names of parameters that had no value at the last attempt to run; the first of them gets the
   * focus.
   */
  readonly missing: readonly string[];
  readonly onChange: (values: Readonly<Record<string, string>>) => void;
  readonly onRun: () => void;
}

/** A field for each `$name` parameter of the text; Enter runs the statement. */
export function ParameterFields(props: ParameterFieldsProps) {
  const { names, values, missing, onChange, onRun } = props;
  const box = useRef<HTMLFormElement>(null);
  useEffect(() => {
    if (missing.length === 0) return;
    box.current?.querySelector<HTMLInputElement>("[aria-invalid=true]")?.focus();
  }, [missing]);
  if (names.length === 0) return null;
  return (
    <form
      ref={box}
      aria-label="Parameters"
      className="flex max-h-44 shrink-0 flex-wrap items-start gap-x-3 gap-y-2 overflow-y-auto border-b border-line bg-surface-1 px-3 py-2"
      onSubmit={(event) => {
        event.preventDefault();
        onRun();
      }}
    >
      {names.map((name) => (
        <TextField
          key={name}
          compact
          className="w-44 max-tablet:w-[calc(50%-6px)]"
          label={name}
          value={valueNamed(values, name)}
          maxLength={10_000}
          autoComplete="off"
          spellCheck={false}
          error={
            missing.includes(name) && valueNamed(values, name) === ""
              ? `Enter a value for $${name}.`
              : undefined
          }
          onChange={(event) => onChange({ ...values, [name]: event.target.value })}
        />
      ))}
      {/* Enter submits a form of several fields only if the form has a button. */}
      <button type="submit" className="hidden" aria-hidden tabIndex={-1}>
        Run
      </button>
    </form>
  );
}
