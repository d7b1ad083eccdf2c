import { Lock } from "lucide-react";
import { EmptyState } from "../../ui/controls/empty-state.tsx";

/** Stands where single pings would be shown to someone who may not read them. */
export function NoRight() {
  return (
    <EmptyState icon={<Lock />} title="Only analysts and admins read single pings">
      An admin can give you the role in Admin, People.
    </EmptyState>
  );
}
