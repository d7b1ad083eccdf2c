import { currentViewer } from "@/server/page-session.ts";
import { shellViewerOf } from "@/server/scopes.ts";
import { NothingHere } from "@/shell/nothing-here.tsx";
import { Shell } from "@/shell/shell.tsx";

/** A signed-in person keeps the frame, so that they can go to another page. */
export default async function NotFound() {
  const viewer = await currentViewer();
  if (viewer !== null)
    return (
      <Shell viewer={shellViewerOf(viewer)}>
        <NothingHere />
      </Shell>
    );
  return (
    <main>
      <NothingHere />
    </main>
  );
}
