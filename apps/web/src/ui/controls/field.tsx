import {
  type InputHTMLAttributes,
  type ReactNode,
  type Ref,
  type TextareaHTMLAttributes,
  useId,
} from "react";
import { cx } from "./class-names.ts";

const BOX =
  "block w-full rounded-control border border-line-strong bg-surface-1 px-2.5 text-13 text-text placeholder:text-text-3 hover:border-text-3 aria-invalid:border-bad disabled:opacity-60";

interface FieldProps {
  readonly label: string;
  readonly hint?: string | undefined;
  /** The error, which replaces the hint. */
  readonly error?: string | undefined;
  /** True if only screen readers get the label, because its meaning is visible anyway. */
  readonly hideLabel?: boolean;
}

interface TextFieldProps extends FieldProps, Omit<InputHTMLAttributes<HTMLInputElement>, "size"> {
  readonly icon?: ReactNode;
  readonly ref?: Ref<HTMLInputElement>;
  readonly compact?: boolean;
}

/** A field for one line of text, with its label above and its hint or error below. */
export function TextField({
  label,
  hint,
  error,
  hideLabel = false,
  icon,
  compact = false,
  className,
  ...rest
}: TextFieldProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={className}>
      <FieldLabel id={id} label={label} hidden={hideLabel} />
      <div className="relative">
        {icon === undefined ? null : (
          <span className="pointer-events-none absolute inset-y-0 left-2.5 flex items-center text-text-3 [&>svg]:size-4">
            {icon}
          </span>
        )}
        <input
          {...rest}
          id={id}
          aria-invalid={error === undefined ? undefined : true}
          aria-describedby={note === undefined ? undefined : `${id}-note`}
          className={cx(
            BOX,
            "max-tablet:h-10",
            compact ? "h-7" : "h-8",
            icon !== undefined && "pl-8",
          )}
        />
      </div>
      <FieldNote id={id} text={note} bad={error !== undefined} />
    </div>
  );
}

interface TextAreaProps extends FieldProps, TextareaHTMLAttributes<HTMLTextAreaElement> {
  readonly mono?: boolean;
}

/** A field for several lines of text. */
export function TextArea({
  label,
  hint,
  error,
  hideLabel = false,
  mono = false,
  className,
  ...rest
}: TextAreaProps) {
  const id = useId();
  const note = error ?? hint;
  return (
    <div className={className}>
      <FieldLabel id={id} label={label} hidden={hideLabel} />
      <textarea
        {...rest}
        id={id}
        aria-invalid={error === undefined ? undefined : true}
        aria-describedby={note === undefined ? undefined : `${id}-note`}
        className={cx(BOX, "py-1.5", mono && "font-mono text-12")}
      />
      <FieldNote id={id} text={note} bad={error !== undefined} />
    </div>
  );
}

function FieldLabel({
  id,
  label,
  hidden,
}: {
  readonly id: string;
  readonly label: string;
  readonly hidden: boolean;
}) {
  return (
    <label
      htmlFor={id}
      className={hidden ? "sr-only" : "mb-1 block text-12 font-medium text-text-2"}
    >
      {label}
    </label>
  );
}

function FieldNote({
  id,
  text,
  bad,
}: {
  readonly id: string;
  readonly text: string | undefined;
  readonly bad: boolean;
}) {
  if (text === undefined) return null;
  return (
    <p id={`${id}-note`} className={cx("mt-1 text-12", bad ? "text-bad" : "text-text-3")}>
      {text}
    </p>
  );
}
