import { currentViewer } from "@/server/page-session.ts";
import { shellViewerOf } from "@/server/scopes.ts";
import { NothingHere } from "@/shell/nothing-here.tsx";
import { Shell } from "@/shell/shell.tsx";

/** Whoever is signed in keeps the frame, to go on from here. */
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
