import { Lock } from "lucide-react";
import { EmptyState } from "../../ui/controls/empty-state.tsx";

/** Takes the place of single pings for a person who may not read them. */
export function NoRight() {
  return (
    <EmptyState icon={<Lock />} title="Only analysts and admins can read single pings">
      Ask an admin to make you an analyst in Admin, People.
    </EmptyState>
  );
}
