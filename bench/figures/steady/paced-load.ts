import { randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";
import { makeSubmissions, readTemplates, type Submission, typical } from "../loader/pings.ts";

// Sends valid 1.5 KB pings at a steady rate (0: the next ping after each answer) and reports how
// many were acknowledged.
const CONNECTIONS = 64;
const VARIANTS = 500;
const TICK_MS = 5;
const [port = "0", perSecond = "0", seconds = "0", folder = ""] = process.argv.slice(2);
const corpus = folder === "" ? null : folder;
const rate = Number(perSecond) || Number.POSITIVE_INFINITY;
const deadline = Number(seconds) * 1000;

const templates = [typical(readTemplates(corpus))];
const pings = makeSubmissions(corpus, templates, VARIANTS).map(toRequest);
const idle: Socket[] = [];
const count = { sent: 0, acknowledged: 0, refused: 0 };

function toRequest({ uri, headers, body }: Submission): { folder: string; rest: Buffer } {
  const lines = Object.entries({
    host: "127.0.0.1",
    "content-encoding": "gzip",
    ...headers,
    "content-length": String(body.length),
  }).flatMap(([name, value]) => (value === undefined ? [] : `${name}: ${value}\r\n`));
  const rest = Buffer.concat([Buffer.from(` HTTP/1.1\r\n${lines.join("")}\r\n`, "latin1"), body]);
  return { folder: uri.slice(0, uri.lastIndexOf("/") + 1), rest };
}

function open(): void {
  const socket = connect(Number(port), "127.0.0.1");
  socket.setNoDelay(true);
  socket.on("connect", () => idle.push(socket));
  socket.on("data", (answer) => {
    if (answer.toString("latin1", 9, 12) === "200") count.acknowledged += 1;
    else count.refused += 1;
    idle.push(socket);
    pump();
  });
}

const from = performance.now();
let stopped = false;
function pump(): void {
  const due = stopped ? 0 : ((performance.now() - from) / 1000) * rate;
  while (count.sent < due) {
    const socket = idle.pop();
    const ping = pings[count.sent % pings.length];
    if (socket === undefined || ping === undefined) return;
    count.sent += 1;
    const head = Buffer.from(`POST ${ping.folder}${randomUUID()}`, "latin1");
    socket.write(Buffer.concat([head, ping.rest]));
  }
}

for (let n = 0; n < CONNECTIONS; n += 1) open();
const ticking = setInterval(pump, TICK_MS);
await new Promise((resolve) => setTimeout(resolve, deadline));
stopped = true;
clearInterval(ticking);
const elapsed = performance.now() - from;
// Waits for requests in flight, because only answered pings count.
while (
  count.acknowledged + count.refused < count.sent &&
  performance.now() - from < elapsed + 10_000
)
  await new Promise((resolve) => setTimeout(resolve, 50));
process.send?.({ ...count, perSecond: (count.acknowledged / elapsed) * 1000 }, () =>
  process.exit(0),
);
