import { rmSync, writeFileSync } from "node:fs";
import { join } from "node:path";
import { openIn, readValues, record } from "./lab.ts";

// Fills the volume of the given folder, frees some space, and prints how the log behaved.
const [dir = ""] = process.argv.slice(2);
const ballast = join(dir, "ballast");
writeFileSync(ballast, Buffer.alloc(1 << 20));
const log = openIn(dir);
const producer = await log.producer("t");
const accepted: string[] = [];
const codes = new Set<string>();

async function append(count: number): Promise<void> {
  for (let n = 0; n < count; n += 1) {
    const value = `${accepted.length} ${n} ${"x".repeat(4000)}`;
    const failure = await producer.append([record(value)]).then(
      () => null,
      (error: { code: string }) => error.code,
    );
    if (failure === null) accepted.push(value);
    else codes.add(failure);
  }
}

await append(600);
const whileFull = accepted.length;
const readable = (await readValues(log, "t")).values.length === whileFull;
rmSync(ballast);
await new Promise((resolve) => setTimeout(resolve, 600));
await append(20);
const { values } = await readValues(log, "t");
await log.close();
process.stdout.write(
  JSON.stringify({
    codes: [...codes],
    whileFull,
    readable,
    after: accepted.length - whileFull,
    same: JSON.stringify(values) === JSON.stringify(accepted),
  }),
);
