"use client";
import { useMutation } from "@tanstack/react-query";
import { type FormEvent, useState } from "react";
import { useApi } from "../../shell/api.tsx";
import { Banner } from "../../ui/controls/banner.tsx";
import { Button } from "../../ui/controls/button.tsx";
import { Dialog, DialogActions } from "../../ui/controls/dialog.tsx";
import { TextField } from "../../ui/controls/field.tsx";
import { Select } from "../../ui/controls/select.tsx";
import { ROLE_OPTIONS, type RoleName } from "./role-options.ts";

interface AddPersonDialogProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  /** Called with the person's first sign-in link. */
  readonly onAdded: (link: string) => void;
}

/** The form that adds a person and receives their first sign-in link. */
export function AddPersonDialog({ open, onOpenChange, onAdded }: AddPersonDialogProps) {
  const api = useApi();
  const [role, setRole] = useState<RoleName>("analyst");
  const add = useMutation(
    api.admin.addPerson.mutationOptions({ onSuccess: ({ link }) => onAdded(link) }),
  );
  const submit = (event: FormEvent<HTMLFormElement>): void => {
    event.preventDefault();
    const form = new FormData(event.currentTarget);
    add.mutate({ email: String(form.get("email")), name: String(form.get("name")), role });
  };
  return (
    <Dialog
      open={open}
      onOpenChange={onOpenChange}
      title="Add person"
      description="The person signs in with a one-time link that you give to them."
    >
      <form onSubmit={submit} className="flex flex-col gap-3">
        {add.error === null ? null : <Banner tone="bad">{add.error.message}</Banner>}
        <TextField label="Name" name="name" required maxLength={100} autoComplete="off" />
        <TextField label="E-mail" name="email" type="email" required autoComplete="off" />
        <Select label="Role" showLabel value={role} options={ROLE_OPTIONS} onChange={setRole} />
        <DialogActions>
          <Button onClick={() => onOpenChange(false)}>Cancel</Button>
          <Button kind="primary" type="submit" busy={add.isPending}>
            Add person
          </Button>
        </DialogActions>
      </form>
    </Dialog>
  );
}
