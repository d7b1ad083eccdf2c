import { openEventLog } from "../src/index.ts";

// A writer for tests that kill it: appends numbered records, prints each acknowledged one, and dies
// at the crash point if one is given.
const [dir = "", topic = "", from = "0", crashAt = "", segmentBytes = "65536"] =
  process.argv.slice(2);
const LANES = 8;
let passes = 0;

const log = openEventLog({
  kind: "embedded",
  dir,
  segmentBytes: Number(segmentBytes),
  reserveBytes: 0,
  crashPoint: (name) => {
    const [target, nth = "1"] = crashAt.split(":");
    if (name !== target) return;
    passes += 1;
    if (passes === Number(nth)) process.kill(process.pid, "SIGKILL");
  },
});
const producer = await log.producer(topic);
let number = Number(from);

async function lane(): Promise<never> {
  for (;;) {
    const mine = number;
    number += 1;
    const parts = [Buffer.from(`record ${mine}`)];
    const { baseOffset } = await producer.append([{ parts, timestampMs: Date.now() }]);
    process.stdout.write(`${mine} ${baseOffset}\n`);
  }
}

await Promise.all(Array.from({ length: LANES }, lane));
