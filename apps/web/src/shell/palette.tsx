"use client";
import { keepPreviousData, useQuery } from "@tanstack/react-query";
import { Command } from "cmdk";
import { Keyboard, Moon, Sun } from "lucide-react";
import { useRouter } from "next/navigation";
import { Dialog as Radix } from "radix-ui";
import { type ReactNode, useState } from "react";
import { Kbd } from "../ui/controls/kbd.tsx";
import { useTheme } from "../ui/layout/use-theme.ts";
import { useApi } from "./api.tsx";
import { FINDINGS, placesFor } from "./navigation.ts";
import type { ShellViewer } from "./viewer.ts";

interface PaletteProps {
  readonly open: boolean;
  readonly onOpenChange: (open: boolean) => void;
  readonly viewer: ShellViewer;
  readonly onKeys: () => void;
}

/** The search dialog, which finds every place, table and saved query by a part of its name. */
export function Palette({ open, onOpenChange, viewer, onKeys }: PaletteProps) {
  return (
    <Radix.Root open={open} onOpenChange={onOpenChange}>
      <Radix.Portal>
        <Radix.Overlay className="fixed inset-0 z-40 bg-black/35" />
        <Radix.Content
          aria-describedby={undefined}
          className="fixed top-[12vh] left-1/2 z-50 w-[min(560px,calc(100vw-32px))] -translate-x-1/2 overflow-hidden rounded-dialog border border-line bg-surface-1 text-text shadow-float"
        >
          <Radix.Title className="sr-only">Search</Radix.Title>
          <PaletteBody viewer={viewer} onKeys={onKeys} close={() => onOpenChange(false)} />
        </Radix.Content>
      </Radix.Portal>
    </Radix.Root>
  );
}

interface PaletteBodyProps extends Pick<PaletteProps, "viewer" | "onKeys"> {
  readonly close: () => void;
}

function PaletteBody({ viewer, onKeys, close }: PaletteBodyProps) {
  const router = useRouter();
  const api = useApi();
  const { isDark, choose } = useTheme();
  const [text, setText] = useState("");
  const { data } = useQuery(
    api.search.all.queryOptions({ text }, { placeholderData: keepPreviousData }),
  );
  // Before a text is typed, only the places of the sidebar are listed.
  const places = placesFor(viewer.scopes).filter(
    (place) => text !== "" || place.rank !== undefined,
  );
  // The server finds objects not only by their names; with the text as keyword the list keeps them
  // all.
  const found = [text];
  const go = (path: string) => () => {
    close();
    router.push(path);
  };
  return (
    <Command label="Search" filter={rankOf} className="flex max-h-[60vh] flex-col">
      <Command.Input
        value={text}
        onValueChange={setText}
        placeholder="Go to a page, table or saved query"
        className="h-12 w-full shrink-0 border-b border-line bg-transparent px-4 text-14 outline-none placeholder:text-text-3"
      />
      <Command.List className="overflow-y-auto p-1 [&_[cmdk-group-heading]]:px-2 [&_[cmdk-group-heading]]:py-1.5 [&_[cmdk-group-heading]]:text-12 [&_[cmdk-group-heading]]:text-text-3">
        <Command.Empty className="px-3 py-6 text-center text-text-2">
          No page, table or saved query has this name.
        </Command.Empty>
        <Command.Group heading="Go to">
          {places.map(({ name, path, icon: Icon, words, key }) => (
            <Item
              key={path}
              name={name}
              words={words}
              icon={<Icon />}
              keys={key === undefined ? [] : ["g", key]}
              onSelect={go(path)}
            />
          ))}
        </Command.Group>
        {FINDINGS.map(({ kind, heading, icon: Icon }) => (
          <FoundGroup
            key={kind}
            heading={heading}
            items={data?.[kind]?.map(({ name, path, id = "" }) => (
              <Item
                key={path}
                name={name}
                id={id}
                words={found}
                icon={<Icon />}
                onSelect={go(path)}
              />
            ))}
          />
        ))}
        <Command.Group heading="Actions">
          <Item
            name={isDark ? "Use the light theme" : "Use the dark theme"}
            words={["appearance", "colours", "dark mode", "light mode", "night"]}
            icon={isDark ? <Sun /> : <Moon />}
            onSelect={() => {
              choose(isDark ? "light" : "dark");
              close();
            }}
          />
          <Item
            name="Keys"
            words={["keyboard", "shortcuts", "help", "hotkeys"]}
            icon={<Keyboard />}
            keys={["?"]}
            onSelect={() => {
              close();
              onKeys();
            }}
          />
        </Command.Group>
      </Command.List>
    </Command>
  );
}

/**
 * Ranks an item: first items whose name contains all words, then items whose other words do.
 * Scattered letters do not match.
 */
function rankOf(value: string, search: string, keywords: string[] = []): number {
  const words = search.toLowerCase().split(/\s+/).filter(Boolean);
  const isIn = (text: string) => words.every((word) => text.toLowerCase().includes(word));
  if (isIn(value)) return value.toLowerCase().startsWith(words[0] ?? "") ? 1 : 0.8;
  return isIn([value, ...keywords].join(" ")) ? 0.5 : 0;
}

/** The found objects of one kind; no heading is shown without objects. */
function FoundGroup({
  heading,
  items = [],
}: {
  readonly heading: string;
  readonly items: readonly ReactNode[] | undefined;
}) {
  return items.length === 0 ? null : <Command.Group heading={heading}>{items}</Command.Group>;
}

interface ItemProps {
  readonly name: string;
  readonly id?: string;
  readonly words: readonly string[];
  readonly icon: ReactNode;
  /** Keys with the same effect outside of the dialog. */
  readonly keys?: readonly string[];
  readonly onSelect: () => void;
}

function Item({ name, id, words, icon, keys = [], onSelect }: ItemProps) {
  return (
    <Command.Item
      value={`${name} ${id ?? ""}`}
      keywords={[...words]}
      onSelect={onSelect}
      className="flex h-9 cursor-pointer items-center gap-2.5 rounded-[4px] px-2 data-[selected=true]:bg-surface-2 [&>svg]:size-4 [&>svg]:text-text-3"
    >
      {icon}
      <span className="min-w-0 grow truncate">{name}</span>
      <span aria-hidden className="flex gap-1 max-tablet:hidden">
        {keys.map((stroke) => (
          <Kbd key={stroke} keys={stroke} />
        ))}
      </span>
    </Command.Item>
  );
}
