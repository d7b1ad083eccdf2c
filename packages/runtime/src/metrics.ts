import { createServer, type Server } from "node:http";
import { Counter, collectDefaultMetrics, Gauge, Histogram, Registry } from "prom-client";

export { Counter, Gauge, Histogram, Registry };

/** A registry with the process's own metrics; every series has the role as a label. */
export function openMetrics(role: string): Registry {
  const registry = new Registry();
  registry.setDefaultLabels({ role });
  collectDefaultMetrics({ register: registry });
  return registry;
}

/**
 * Joins the metrics of several processes into one answer. Each family appears once with all its
 * series, as the format requires; the role label distinguishes the series.
 */
export function mergeExpositions(texts: readonly string[]): string {
  const families = new Map<string, { head: string; series: string[] }>();
  for (const block of texts.flatMap((text) => text.split(/^(?=# HELP )/m))) {
    const lines = block.split("\n").filter((line) => line !== "");
    const name = lines[0]?.split(" ")[2];
    if (name === undefined) continue;
    const head = lines.filter((line) => line.startsWith("#")).join("\n");
    const family = families.get(name) ?? { head, series: [] };
    family.series.push(...lines.filter((line) => !line.startsWith("#")));
    families.set(name, family);
  }
  return [...families.values()]
    .map(({ head, series }) => [head, ...series, ""].join("\n"))
    .join("");
}

/** The metrics of a process with one more label on each series. */
export function withLabel(text: string, name: string, value: string): string {
  const escaped = value.replaceAll("\\", "\\\\").replaceAll('"', '\\"').replaceAll("\n", "\\n");
  const label = `${name}="${escaped}"`;
  // A function as second argument, because a text would expand a `$` in the value.
  return text.replaceAll(
    /^([a-zA-Z_:][a-zA-Z0-9_:]*)(\{|(?= ))/gm,
    (_, series: string, brace: string) =>
      brace === "{" ? `${series}{${label},` : `${series}{${label}}`,
  );
}

/** Serves `GET /metrics` on a free loopback port. Resolves with the port. */
export async function serveMetrics(registry: Registry): Promise<{ port: number; close(): void }> {
  const server: Server = createServer((request, response) => {
    if (request.url !== "/metrics") {
      response.writeHead(404).end();
      return;
    }
    registry.metrics().then(
      (text) => response.writeHead(200, { "content-type": registry.contentType }).end(text),
      () => response.writeHead(500).end(),
    );
  });
  await new Promise<void>((resolve, reject) =>
    server.once("error", reject).listen(0, "127.0.0.1", resolve),
  );
  const address = server.address();
  return {
    port: typeof address === "object" && address !== null ? address.port : 0,
    close() {
      server.close();
      // A scraper keeps its connection open, which must not delay the end of the process.
      server.closeAllConnections();
    },
  };
}
