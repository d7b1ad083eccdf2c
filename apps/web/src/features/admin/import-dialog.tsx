"use client";
import { useMutation } from "@tanstack/react-query";
import { FolderOpen } from "lucide-react";
import { useId, useState } from "react";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button, buttonClass } from "../../ui/controls/button.tsx";
import { cx } from "../../ui/controls/class-names.ts";
import { Dialog, DialogActions } from "../../ui/controls/dialog.tsx";
import { TextArea, TextField } from "../../ui/controls/field.tsx";
import type { ImportOutcome } from "./admin-types.ts";
import { ImportOutcomes } from "./import-outcomes.tsx";
import { readSchemaFiles, type SchemaUpload } from "./read-schema-files.ts";

interface ImportDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly onDone: () => void;
}

/** Takes schemas as a folder or as pasted text, shows what an import would do, then does it. */
export function ImportDialog({ open, onOpenChange, onDone }: ImportDialogProps) {
  const [files, setFiles] = useState<readonly SchemaUpload[]>([]);
  const [path, setPath] = useState("");
  const [text, setText] = useState("");
  const [problem, setProblem] = useState<string | null>(null);
  const [result, setResult] = useState<{
    readonly outcomes: readonly ImportOutcome[];
    readonly dryRun: boolean;
  } | null>(null);
  const api = useApi();
  const importing = useMutation(api.admin.importSchemas.mutationOptions());
  const chosen =
    files.length > 0 ? files : text.trim() === "" ? [] : [{ path: `${path}.schema.json`, text }];
  const run = async (dryRun: boolean): Promise<void> => {
    setProblem(null);
    try {
      const outcomes = await importing.mutateAsync({ files: [...chosen], dryRun });
      setResult({ outcomes, dryRun });
      if (!dryRun) onDone();
    } catch (error) {
      setProblem((error as Error).message);
    }
  };
  const choose = (next: readonly SchemaUpload[]): void => {
    setFiles(next);
    setResult(null);
  };
  const close = (next: boolean): void => {
    onOpenChange(next);
    if (next) return;
    setFiles([]);
    setResult(null);
    setProblem(null);
  };
  return (
    <Dialog
      open={open}
      onOpenChange={close}
      title="Import schemas"
      description="A refused schema is listed with its reason; all other schemas are imported."
      shape="wide"
    >
      <div className="flex flex-col gap-3">
        <FolderField count={files.length} onFiles={choose} onProblem={setProblem} />
        {files.length > 0 ? null : (
          <>
            <TextField
              label="Or paste one schema: its name"
              hint="namespace/type/type.version, for example my-app/hello/hello.1"
              value={path}
              onChange={(event) => setPath(event.target.value)}
            />
            <TextArea
              label="JSON Schema"
              mono
              rows={8}
              value={text}
              onChange={(event) => setText(event.target.value)}
            />
          </>
        )}
        {problem === null ? null : <Banner tone="bad">{problem}</Banner>}
        {result === null ? null : (
          <ImportOutcomes outcomes={result.outcomes} dryRun={result.dryRun} />
        )}
      </div>
      {result?.dryRun === false ? (
        <DialogActions>
          <Button onClick={() => choose([])}>Import more</Button>
          <Button kind="primary" onClick={() => close(false)}>
            Done
          </Button>
        </DialogActions>
      ) : (
        <DialogActions>
          <Button
            disabled={chosen.length === 0}
            busy={importing.isPending}
            onClick={() => void run(true)}
          >
            Check
          </Button>
          <Button
            kind="primary"
            disabled={chosen.length === 0}
            busy={importing.isPending}
            onClick={() => void run(false)}
          >
            {chosen.length > 1 ? `Import ${chosen.length} schemas` : "Import schema"}
          </Button>
        </DialogActions>
      )}
    </Dialog>
  );
}

interface FolderFieldProps {
  readonly count: number;
  readonly onFiles: (files: readonly SchemaUpload[]) => void;
  readonly onProblem: (problem: string | null) => void;
}

function FolderField({ count, onFiles, onProblem }: FolderFieldProps) {
  const id = useId();
  const read = async (list: FileList | null): Promise<void> => {
    const files = await readSchemaFiles([...(list ?? [])]);
    onProblem(files.length === 0 ? "The folder has no file that ends in .schema.json." : null);
    onFiles(files);
  };
  return (
    <div className="flex flex-wrap items-center gap-3">
      <label
        htmlFor={id}
        className={cx(
          buttonClass("plain"),
          "cursor-pointer has-focus-visible:outline-2 has-focus-visible:outline-accent",
        )}
      >
        <FolderOpen aria-hidden className="size-4" />
        Choose a folder
        <input
          id={id}
          type="file"
          multiple
          className="sr-only"
          onChange={(event) => void read(event.target.files)}
          {...{ webkitdirectory: "" }}
        />
      </label>
      <span className="text-text-2">
        {count === 0
          ? "with files <namespace>/<type>/<type>.<version>.schema.json"
          : `${count} schema files chosen`}
      </span>
    </div>
  );
}
