"use client";
import { Menu as MenuIcon, Search } from "lucide-react";
import { type ReactNode, useState } from "react";
import { Dialog } from "../ui/controls/dialog.tsx";
import { IconButton } from "../ui/controls/icon-button.tsx";
import { KeysDialog } from "./keys-dialog.tsx";
import { Palette } from "./palette.tsx";
import { Sidebar } from "./sidebar.tsx";
import { useShellKeys } from "./use-shell-keys.ts";
import type { ShellViewer } from "./viewer.ts";

/** The frame around every page: sidebar, search, keys. */
export function Shell({
  viewer,
  children,
}: {
  readonly viewer: ShellViewer;
  readonly children: ReactNode;
}) {
  const [isFolded, setFolded] = useState(false);
  const [isMenuOpen, setMenuOpen] = useState(false);
  const [isPaletteOpen, setPaletteOpen] = useState(false);
  const [areKeysShown, showKeys] = useState(false);
  useShellKeys({
    scopes: viewer.scopes,
    fold: () => setFolded((folded) => !folded),
    openPalette: () => setPaletteOpen(true),
    showKeys: () => showKeys(true),
  });
  return (
    <div className="flex min-h-dvh max-tablet:flex-col">
      <a
        href="#content"
        className="sr-only z-50 rounded-control bg-accent px-3 py-2 text-on-accent focus:not-sr-only focus:fixed focus:top-2 focus:left-2"
      >
        Skip to content
      </a>
      <aside className="sticky top-0 h-dvh shrink-0 border-r border-line bg-surface-1 max-tablet:hidden">
        <Sidebar
          viewer={viewer}
          isFolded={isFolded}
          onSearch={() => setPaletteOpen(true)}
          onKeys={() => showKeys(true)}
        />
      </aside>
      <header className="sticky top-0 z-30 flex h-12 items-center gap-2 border-b border-line bg-surface-1 px-2 tablet:hidden">
        <IconButton label="Menu" icon={<MenuIcon />} onClick={() => setMenuOpen(true)} />
        <span className="grow text-14 font-semibold">Headwater</span>
        <IconButton label="Search" icon={<Search />} onClick={() => setPaletteOpen(true)} />
      </header>
      <main id="content" tabIndex={-1} className="min-w-0 grow outline-none">
        {children}
      </main>
      <Dialog open={isMenuOpen} onOpenChange={setMenuOpen} title="Menu" shape="sidebar">
        <Sidebar
          viewer={viewer}
          isFolded={false}
          onSearch={() => setPaletteOpen(true)}
          onKeys={() => showKeys(true)}
          onNavigate={() => setMenuOpen(false)}
        />
      </Dialog>
      <Palette
        open={isPaletteOpen}
        onOpenChange={setPaletteOpen}
        viewer={viewer}
        onKeys={() => showKeys(true)}
      />
      <KeysDialog open={areKeysShown} onOpenChange={showKeys} />
    </div>
  );
}
