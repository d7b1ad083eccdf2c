import { randomBytes, randomUUID } from "node:crypto";
import { connect, type Socket } from "node:net";

// Sends pings over keep-alive connections with one outstanding request each, and reports the number
// of answers in the measured time.
const BODY_BYTES = 1536;
const [port = "0", connections = "0", warmUpMs = "0", measureMs = "0"] = process.argv.slice(2);

const body = randomBytes(BODY_BYTES);
const sockets: Socket[] = [];
let answered = 0;
let refused = 0;

// Requests are made before the run, because the generator must need less CPU than the server.
const requests = Array.from({ length: 512 }, () => {
  const path = `/submit/telemetry/${randomUUID()}/main/Firefox/61.0a1/nightly/20180328030202?v=4`;
  const head = [
    `POST ${path} HTTP/1.1`,
    "Host: incoming.telemetry.example",
    "User-Agent: Mozilla/5.0 (X11; Linux x86_64; rv:61.0) Gecko/20100101 Firefox/61.0",
    "Content-Type: application/json; charset=UTF-8",
    "Content-Encoding: gzip",
    "Date: Tue, 24 Nov 2026 11:00:00 GMT",
    "X-Forwarded-For: 192.0.2.7",
    `Content-Length: ${BODY_BYTES}`,
  ];
  return Buffer.concat([Buffer.from(`${head.join("\r\n")}\r\n\r\n`), body]);
});

function open(first: number): void {
  let turn = first;
  const socket = connect(Number(port), "127.0.0.1");
  const send = () => {
    socket.write(requests[turn % requests.length] ?? body);
    turn += 1;
  };
  socket.setNoDelay(true);
  socket.on("connect", send);
  socket.on("data", (answer) => {
    if (answer.toString("latin1", 9, 12) === "200") answered += 1;
    else refused += 1;
    send();
  });
  sockets.push(socket);
}

for (let n = 0; n < Number(connections); n += 1) open(n * 8);
await new Promise((resolve) => setTimeout(resolve, Number(warmUpMs)));
answered = 0;
const from = performance.now();
await new Promise((resolve) => setTimeout(resolve, Number(measureMs)));
const perSecond = (answered / (performance.now() - from)) * 1000;
for (const socket of sockets) socket.destroy();
process.send?.({ perSecond, refused }, () => process.disconnect());
