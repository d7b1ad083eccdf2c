import { describe, expect, it } from "vitest";
import { sandboxCommand } from "./command.ts";

const program = { node: "/n", bundle: "/b.cjs", binding: "/binding", libraries: ["/lib/c.so"] };
const spec = {
  argument: "{}",
  readable: ["/lake"],
  writable: ["/own"],
  limits: { dataBytes: 2048, addressBytes: 4096, fileBytes: 1024, cpuSeconds: 5 },
  nice: 0,
};
const run = (
  kind: "bubblewrap" | "unshare" | "process",
  limitTool: "prlimit" | "ulimit" | "none",
  filter: number | null = null,
) => sandboxCommand({ kind, limitTool, filter }, program, spec).join(" ");

describe("a sandbox's command", () => {
  it("sets limits first, then isolates, then runs Node", () => {
    expect(run("bubblewrap", "prlimit")).toMatch(
      /^prlimit --data=2048 --as=4096 --fsize=1024 --core=0 --nofile=4096 --cpu=5 -- bwrap .* -- \/n \/b\.cjs {}$/,
    );
  });

  it("makes files read-only except in its own folder, and hides processes and the environment", () => {
    const command = run("bubblewrap", "prlimit");
    expect(command).toContain("--ro-bind /lake /lake");
    expect(command).toContain("--bind /own /own");
    expect(command).toContain("--unshare-all --die-with-parent --new-session --clearenv");
    expect(command).not.toContain("--proc");
    expect(command.match(/\S*\/proc\S*/g)?.toSorted()).toEqual([
      "/proc/sys/vm",
      "/proc/sys/vm/overcommit_memory",
      "/proc/sys/vm/overcommit_memory",
    ]);
  });

  it("filters system calls only with bubblewrap", () => {
    expect(run("bubblewrap", "prlimit", 4)).toContain("--seccomp 4 --chdir /tmp -- /n");
    expect(run("unshare", "prlimit", 4)).not.toContain("seccomp");
    expect(run("unshare", "prlimit")).toContain("-- prlimit --nproc=128 -- /n");
  });

  it("falls back without bubblewrap and prlimit", () => {
    expect(run("unshare", "ulimit")).toMatch(
      /^sh -c ulimit -c 0; ulimit -t 5; .*exec "\$@" sh unshare /,
    );
    expect(run("process", "none")).toBe("/n /b.cjs {}");
  });

  it("gives heavy work a lower priority", () => {
    const command = sandboxCommand({ kind: "process", limitTool: "none", filter: null }, program, {
      ...spec,
      nice: 10,
    });
    expect(command.slice(0, 3)).toEqual(["nice", "-n", "10"]);
  });
});
