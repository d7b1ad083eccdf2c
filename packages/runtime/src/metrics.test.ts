import { expect, test } from "vitest";
import { Counter, mergeExpositions, openMetrics, serveMetrics, withLabel } from "./metrics.ts";

function registryWith(role: string, count: number) {
  const registry = openMetrics(role);
  new Counter({ name: "fish_total", help: "Fish", registers: [registry] }).inc(count);
  return registry;
}

test("metrics of several processes are joined into one answer, each family once", async () => {
  const texts = await Promise.all([
    registryWith("edge", 1).metrics(),
    registryWith("loader", 2).metrics(),
  ]);
  const lines = mergeExpositions(texts).split("\n");
  const at = lines.indexOf("# HELP fish_total Fish");
  expect(lines.slice(at, at + 4)).toEqual([
    "# HELP fish_total Fish",
    "# TYPE fish_total counter",
    'fish_total{role="edge"} 1',
    'fish_total{role="loader"} 2',
  ]);
  const heads = lines.filter((line) => line.startsWith("# HELP"));
  expect(new Set(heads).size).toBe(heads.length);
  // No series is lost, also no series with labels of its own.
  const series = (text: string) => text.split("\n").filter((line) => /^[a-z]/.test(line)).length;
  expect(lines.filter((line) => /^[a-z]/.test(line)).length).toBe(
    texts.reduce((sum, text) => sum + series(text), 0),
  );
});

test("each series of a text gets one more label, with any characters in its value", async () => {
  const text = await registryWith("query", 1).metrics();
  const labelled = withLabel(text, "instance", 'query@"a"\\$&').split("\n");
  expect(labelled).toContain('fish_total{instance="query@\\"a\\"\\\\$&",role="query"} 1');
  const series = labelled.filter((line) => /^[a-z]/.test(line));
  expect(series.every((line) => /^\w+\{instance="query/.test(line))).toBe(true);
  expect(labelled.filter((line) => line.startsWith("#"))).toEqual(
    text.split("\n").filter((line) => line.startsWith("#")),
  );
  expect(withLabel("fish 1", "instance", "a")).toBe('fish{instance="a"} 1');
});

test("no texts are joined into an empty text", () => {
  expect(mergeExpositions([])).toBe("");
  expect(mergeExpositions(["", "\n"])).toBe("");
});

test("a process serves its metrics on this machine, and can close while a scraper is connected", async () => {
  const served = await serveMetrics(registryWith("batch", 3));
  const url = `http://127.0.0.1:${served.port}`;
  const answer = await fetch(`${url}/metrics`);
  expect(answer.headers.get("content-type")).toContain("version=0.0.4");
  expect(await answer.text()).toContain('fish_total{role="batch"} 3');
  expect((await fetch(`${url}/`)).status).toBe(404);
  served.close();
  await expect(fetch(`${url}/metrics`)).rejects.toThrow();
});
