import { Compass } from "lucide-react";
import Link from "next/link";
import { buttonClass } from "../ui/controls/button.tsx";
import { EmptyState } from "../ui/controls/empty-state.tsx";

/** Takes the place of a page that does not exist or that the person may not open. */
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
      The address is wrong, or you have no right to open this page. An admin can give you the right.
    </EmptyState>
  );
}
