import type { Server } from "node:http";
import type { Socket } from "node:net";
import { decide, type Refusal } from "./admission.ts";
import { acceptedText, KEEP_ALIVE_MS, refusedText } from "./answer-text.ts";
import { readPlainRequest } from "./plain-request.ts";
import { appendSubmission, type SubmissionPorts } from "./submission.ts";

const SWEEP_MS = 1000;
const FIRST_REQUEST_MS = 10_000;

type Handover = (socket: Socket) => void;

interface PlainPorts extends SubmissionPorts {
  readonly maxBodyBytes: number;
}

/** The connections that have sent only plain requests so far. */
export interface PlainConnections {
  /** Closes the idle connections at once and the other connections after their answer. */
  stop(): void;
  /** Closes all connections at once. */
  closeAll(): void;
}

/**
 * Adds a fast path to a Node HTTP server that does not listen yet: a plain request that arrives in
 * one piece is read directly from the socket, which halves the cost of a ping. At the first other
 * request Node's server takes the connection and the bytes that were just read, and keeps the
 * connection.
 */
export function openPlainConnections(server: Server, ports: PlainPorts): PlainConnections {
  const listeners = server.listeners("connection") as Handover[];
  server.removeAllListeners("connection");
  const handover = (socket: Socket) => {
    for (const listener of listeners) listener.call(server, socket);
  };
  const open = new Set<PlainConnection>();
  server.on("connection", (socket: Socket) => {
    const connection = new PlainConnection(socket, ports, (left) => {
      open.delete(connection);
      if (left) handover(socket);
    });
    open.add(connection);
  });
  const sweep = setInterval(() => {
    const nowMs = performance.now();
    for (const connection of open) connection.closeIfIdle(nowMs);
  }, SWEEP_MS);
  server.on("close", () => clearInterval(sweep));
  return {
    stop: () => {
      for (const connection of open) connection.stop();
    },
    closeAll: () => {
      for (const connection of open) connection.destroy();
    },
  };
}

class PlainConnection {
  readonly #socket: Socket;
  readonly #ports: PlainPorts;
  readonly #onLeave: (handOver: boolean) => void;
  readonly #remoteAddr: string;
  #idleFromMs = performance.now();
  #idleLimitMs = FIRST_REQUEST_MS;
  #busy = false;
  #stopping = false;
  #pipelined: Buffer[] = [];

  constructor(socket: Socket, ports: PlainPorts, onLeave: (handOver: boolean) => void) {
    this.#socket = socket;
    this.#ports = ports;
    this.#onLeave = onLeave;
    this.#remoteAddr = socket.remoteAddress ?? "";
    socket.on("data", this.#onData);
    socket.on("end", this.#onEnd);
    socket.on("close", this.#onClose);
    socket.on("error", this.#onError);
  }

  closeIfIdle(nowMs: number): void {
    if (!this.#busy && nowMs - this.#idleFromMs > this.#idleLimitMs) this.#socket.destroySoon();
  }

  stop(): void {
    this.#stopping = true;
    if (!this.#busy) this.#socket.destroySoon();
  }

  destroy(): void {
    this.#socket.destroy();
  }

  // The client sends no more requests but still reads, so that its last request gets an answer.
  readonly #onEnd = () => this.stop();
  readonly #onClose = () => this.#onLeave(false);
  // The client has reset the connection; the event `close` follows.
  readonly #onError = () => this.#socket.destroy();

  readonly #onData = (piece: Buffer) => {
    // Pipelined bytes wait until the current answer is sent; then Node's server handles the client.
    if (this.#busy) {
      this.#pipelined.push(piece);
      this.#socket.pause();
    } else if (!this.#take(piece)) this.#leave(piece);
  };

  #take(piece: Buffer): boolean {
    const plain = readPlainRequest(piece);
    if (plain === null) return false;
    const { url, headers, body } = plain;
    const verdict = decide({ method: "POST", url, headers }, this.#ports.maxBodyBytes);
    if (verdict.kind !== "admit") return false;
    const { admission } = verdict;
    this.#busy = true;
    const host = headers["host"] ?? "";
    const origin = { method: "POST", protocol: "HTTP/1.1", host, remoteAddr: this.#remoteAddr };
    appendSubmission(this.#ports, { admission, ...origin }, [body], this);
    return true;
  }

  accept(): void {
    this.#answer(acceptedText(this.#stopping));
  }

  refuse(refusal: Refusal): void {
    this.#answer(refusedText(refusal, this.#stopping));
  }

  #answer(text: string): void {
    if (this.#socket.destroyed) return;
    this.#busy = false;
    this.#idleFromMs = performance.now();
    this.#idleLimitMs = KEEP_ALIVE_MS;
    this.#socket.write(text, "latin1");
    if (this.#stopping) this.#socket.destroySoon();
    else if (this.#pipelined.length > 0) this.#leave(Buffer.concat(this.#pipelined));
  }

  #leave(piece: Buffer): void {
    const socket = this.#socket;
    socket.off("data", this.#onData);
    socket.off("end", this.#onEnd);
    socket.off("close", this.#onClose);
    socket.off("error", this.#onError);
    socket.pause();
    socket.unshift(piece);
    this.#onLeave(true);
    socket.resume();
  }
}
