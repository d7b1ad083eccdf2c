import { createRequire } from "node:module";
import { dirname, join } from "node:path";
import { build } from "esbuild";
import type { Program } from "./command.ts";

/** Bundles the code of the sandboxed processes with the engine's API into one file of `folder`: one file to read starts in half the time of many modules. */
export async function buildProgram(folder: string): Promise<Program> {
  const binding = findBinding();
  const bundle = join(folder, "sandboxed.cjs");
  await build({
    entryPoints: [join(import.meta.dirname, "../sandboxed/main.ts")],
    outfile: bundle,
    bundle: true,
    platform: "node",
    target: "node24",
    format: "cjs",
    legalComments: "none",
    logLevel: "silent",
    plugins: [
      {
        name: "direct-binding",
        setup(builder) {
          // The API looks its native half up through several packages; inside the sandbox only this file exists.
          builder.onResolve({ filter: /^@duckdb\/node-bindings$/ }, () => ({
            path: "binding",
            namespace: "binding",
          }));
          builder.onLoad({ filter: /.*/, namespace: "binding" }, () => ({
            contents: `module.exports = require(${JSON.stringify(binding)});`,
          }));
          builder.onResolve({ filter: /\.node$/ }, ({ path }) => ({ path, external: true }));
        },
      },
    ],
  });
  return {
    node: process.execPath,
    bundle,
    binding: dirname(binding),
    libraries: loadedLibraries(),
  };
}

function findBinding(): string {
  const api = createRequire(import.meta.url).resolve("@duckdb/node-api");
  const bindings = createRequire(api).resolve("@duckdb/node-bindings");
  return createRequire(bindings).resolve(
    `@duckdb/node-bindings-${process.platform}-${process.arch}/duckdb.node`,
  );
}

/** The shared libraries of this very Node, which the engine's library needs too; empty where the platform doesn't say. */
function loadedLibraries(): string[] {
  const report: unknown = process.report.getReport();
  const { sharedObjects } = report as { sharedObjects?: readonly string[] };
  return (sharedObjects ?? []).filter(
    (path) => path.startsWith("/") && /\.so(\.|$)/.test(path) && !path.includes("duckdb"),
  );
}
