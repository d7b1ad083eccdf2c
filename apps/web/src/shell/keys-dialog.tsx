"use client";
import { MANIFESTS } from "../features/index.ts";
import { Dialog } from "../ui/controls/dialog.tsx";
import { Kbd } from "../ui/controls/kbd.tsx";
import type { Key } from "./manifest.ts";
import { DESTINATIONS } from "./navigation.ts";

const GROUPS: readonly { readonly title: string; readonly keys: readonly Key[] }[] = [
  {
    title: "Everywhere",
    keys: [
      ["Search everything", ["mod+k"]],
      ["Show this list of keys", ["?"]],
      ["Fold the sidebar", ["["]],
      ["Close the dialog or menu on top", ["esc"]],
    ],
  },
  {
    title: "Go to",
    keys: DESTINATIONS.flatMap(({ name, key }): Key[] =>
      key === undefined ? [] : [[name, ["g", key]]],
    ),
  },
  ...MANIFESTS.flatMap(({ title, keys = [] }) => (keys.length === 0 ? [] : [{ title, keys }])),
];

/** The dialog that lists all keys of the portal. */
export function KeysDialog({
  open,
  onOpenChange,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys">
      <div className="flex flex-col gap-4">
        {GROUPS.map(({ title, keys }) => (
          <section key={title} aria-label={title}>
            <h3 className="mb-1 text-12 font-medium text-text-3">{title}</h3>
            <KeyList keys={keys} />
          </section>
        ))}
      </div>
    </Dialog>
  );
}

function KeyList({ keys }: { readonly keys: readonly Key[] }) {
  return (
    <dl>
      {keys.map(([what, strokes]) => (
        <div key={what} className="flex min-h-7 items-center justify-between gap-4">
          <dt>{what}</dt>
          <dd className="flex shrink-0 gap-1">
            {strokes.map((stroke) => (
              <Kbd key={stroke} keys={stroke} />
            ))}
          </dd>
        </div>
      ))}
    </dl>
  );
}
