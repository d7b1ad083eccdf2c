"use client";
import { Dialog } from "../ui/controls/dialog.tsx";
import { Kbd } from "../ui/controls/kbd.tsx";
import { DESTINATIONS } from "./navigation.ts";

const KEYS: readonly (readonly [string, readonly string[]])[] = [
  ["Search everything", ["mod+k"]],
  ["This list", ["?"]],
  ["Fold the sidebar", ["["]],
  ...DESTINATIONS.map(({ name, key }) => [`Go to ${name}`, ["g", key]] as const),
  ["Run the statement", ["mod+enter"]],
  ["Save the query", ["mod+s"]],
  ["Format the SQL", ["mod+shift+f"]],
  ["Close what is on top", ["esc"]],
  ["Leave the editor", ["esc", "tab"]],
  ["Let Tab leave the editor, or indent again", ["ctrl+m"]],
  ["Put the schema's name into the text", ["enter"]],
];

/** All keys of the portal. */
export function KeysDialog({
  open,
  onOpenChange,
}: {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
}) {
  return (
    <Dialog open={open} onOpenChange={onOpenChange} title="Keys">
      <dl className="grid grid-cols-[1fr_auto] gap-y-2">
        {KEYS.map(([what, keys]) => (
          <div key={what} className="contents">
            <dt>{what}</dt>
            <dd className="flex gap-1">
              {keys.map((key) => (
                <Kbd key={key} keys={key} />
              ))}
            </dd>
          </div>
        ))}
      </dl>
    </Dialog>
  );
}
