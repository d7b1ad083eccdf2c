"use client";
import dynamic from "next/dynamic";
import { Skeleton } from "../controls/skeleton.tsx";

/** The editor, loaded when it is first shown, because it is larger than the rest of the portal. */
export const LazySqlEditor = dynamic(
  () => import("./sql-editor.tsx").then((part) => part.SqlEditor),
  {
    ssr: false,
    loading: () => <Skeleton className="m-3 h-24" />,
  },
);
