import { Compass } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "../ui/controls/button.tsx";
import { EmptyState } from "../ui/controls/empty-state.tsx";

/** Stands where a page would be that does not exist, or not for this person. */
export function NothingHere() {
  return (
    <EmptyState
      icon={<Compass />}
      isPage
      title="There is nothing here"
      action={
        <Link href="/" className={buttonClass("plain")}>
          Go to Home
        </Link>
      }
    >
      The address is wrong, or you have no right to this page: an admin can give it.
    </EmptyState>
  );
}
