import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { afterAll, beforeAll, describe, expect, it } from "vitest";
import { ended, openPipelineLab, type PipelineLab, stop, until, visit } from "./pipeline-lab.ts";

const FRAGILE = join(import.meta.dirname, "fragile-loader.ts");

describe("a loader in trouble", () => {
  let lab: PipelineLab;
  beforeAll(async () => {
    lab = await openPipelineLab();
    await lab.register(1, { n: { type: "integer" } });
  });
  afterAll(() => lab.close());

  const rows = async () => {
    const [row] = await lab.query("SELECT count(*)::INT AS n FROM {shop.visit_v1}");
    return row?.["n"];
  };

  const status = async (stage = "loader") => {
    const { rows: found } = await lab.database.pool.query(
      `SELECT state, jsonb_path_query_first(details, '$[*] ? (@.importance == "trouble").value') #>> '{}' AS reason
       FROM stage_status WHERE stage = $1`,
      [stage],
    );
    return found[0];
  };

  it("waits for a lake that can't be written, reports this, and loses no document", async () => {
    writeFileSync(lab.lake, "no folder");
    const child = lab.start("loader");
    await lab.append("unvalidated", [visit({ n: 1 }), visit({ n: 2 })]);
    const degraded = await until(
      () => status(),
      (row) => row?.state === "degraded",
    );
    expect(degraded.reason).toMatch(/lake can't be written/);
    rmSync(lab.lake);
    await until(rows, (count) => count === 2);
    await until(
      () => status(),
      (row) => row?.state === "running",
    );
    expect(await stop(child)).toBe("0");
  });

  it("lands nothing when its share of the disk is used up, reports this, and continues later", async () => {
    const before = Number(await rows());
    // No disk has so much free space, so that every disk counts as nearly full.
    const full = { HEADWATER_EDGE_RESERVE_MB: String(2 ** 40) };
    const child = lab.start("loader", full);
    await lab.append("unvalidated", [visit({ n: 3 })]);
    const degraded = await until(
      () => status(),
      (row) => row?.state === "degraded",
    );
    expect(degraded.reason).toMatch(/The disk that holds \S+ is nearly full: .* MB are free/);
    expect(await stop(child)).toBe("0");
    expect(await rows()).toBe(before);
    const again = lab.start("loader");
    await until(rows, (count) => count === before + 1);
    expect(await stop(again)).toBe("0");
  });

  it("continues after a document whose pattern backtracks for ever", async () => {
    await lab.register(2, { word: { type: "string", pattern: "^(a|a)*$" } });
    const child = lab.start("loader");
    const words = [`${"a".repeat(50)}!`, "aaa"];
    await lab.append(
      "unvalidated",
      words.map((word) => visit({ word }, { version: 2 })),
    );
    const landed = () => lab.query("SELECT word FROM {shop.visit_v2}").catch(() => []);
    expect(await until(landed, (found) => found.length === 1)).toEqual([{ word: "aaa" }]);
    const rejected = () =>
      lab.query("SELECT error_type FROM {pipeline.rejected} WHERE document_version = '2'");
    expect(await rejected()).toEqual([{ error_type: "ValidationFailed" }]);
    expect(await stop(child)).toBe("0");
  });

  it("isolates the one record that ends the process, and lands all other records", async () => {
    const before = Number(await rows());
    const numbers = Array.from({ length: 40 }, (_, index) => 1300 + index);
    await lab.append(
      "unvalidated",
      numbers.map((n) => visit({ n })),
    );
    let crashes = 0;
    const rejected = () =>
      lab.query(
        "SELECT decode(payload) AS payload, error_type FROM {pipeline.rejected} WHERE document_version = '1'",
      );
    for (; crashes < 20; crashes += 1) {
      const child = lab.start("loader", {}, FRAGILE);
      const isolated = until(rejected, (found) => found.length === 1).then(() => "rejected");
      const ending = await Promise.race([ended(child), isolated.catch(String)]);
      if (ending === "rejected") {
        await until(rows, (count) => count === before + 39);
        await stop(child);
        break;
      }
      expect(ending).toBe("SIGKILL");
    }
    expect(await rejected()).toEqual([{ payload: '{"n":1313}', error_type: "poison" }]);
    expect(await rows()).toBe(before + 39);
    expect(crashes).toBeLessThan(10);
  });
});
