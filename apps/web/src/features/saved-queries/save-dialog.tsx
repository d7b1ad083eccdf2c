"use client";
import { type FormEvent, useState } from "react";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog, DialogActions } from "../../ui/controls/dialog.tsx";
import { TextArea, TextField } from "../../ui/controls/field.tsx";

interface SaveDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly name: string;
  readonly onSave: (name: string, description: string) => Promise<void>;
}

/** The dialog that asks for the name and the description of a query to save. */
export function SaveDialog({ open, onOpenChange, name, onSave }: SaveDialogProps) {
  const [error, setError] = useState<string>();
  const [busy, setBusy] = useState(false);
  const submit = async (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    setBusy(true);
    setError(undefined);
    try {
      await onSave(String(form.get("name")), String(form.get("description")));
      onOpenChange(false);
    } catch (caught) {
      setError(
        caught instanceof Error ? caught.message : "The query could not be saved. Try again.",
      );
    } finally {
      setBusy(false);
    }
  };
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Save query">
      <form onSubmit={(event) => void submit(event)}>
        <TextField
          autoFocus
          required
          label="Query name"
          name="name"
          maxLength={255}
          defaultValue={name.startsWith("Untitled") ? "" : name}
          error={error}
        />
        <TextArea
          className="mt-3"
          label="Description"
          name="description"
          rows={3}
          maxLength={4096}
          hint="Which question the query answers, and for whom"
        />
        <DialogActions>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button type="submit" kind="primary" busy={busy}>
            Save query
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
