/** Instruction of the kernel's packet filter: code, jumps for true and false, operand. */
type Instruction = readonly [code: number, jumpTrue: number, jumpFalse: number, operand: number];

const LOAD = 0x20;
const JUMP_EQUAL = 0x15;
const JUMP_AT_LEAST = 0x35;
const JUMP_ANY_BIT = 0x45;
const RETURN = 0x06;

// Offsets in `struct seccomp_data`.
const CALL = 0;
const ARCHITECTURE = 4;
const FIRST_ARGUMENT = 16;

const ALLOW = 0x7fff0000;
const errno = (number: number) => 0x00050000 | number;
const NOT_PERMITTED = errno(1);
const UNKNOWN_CALL = errno(38);

const CLONE_THREAD = 0x10000;
/** Calls of the x32 interface of x86-64 have this bit. */
const X32_BIT = 0x40000000;

interface Machine {
  /** Number of the architecture in the kernel's audit interface. */
  readonly audit: number;
  readonly clone: number;
  /** Numbers of the calls that a reader of Parquet files does not need. */
  readonly denied: readonly number[];
}

// These calls have the same number on every machine: clone3, io_uring, the mount interface,
// pidfd_open, pidfd_getfd, mount_setattr.
const CLONE3 = 435;
const SHARED = [425, 426, 427, 428, 429, 430, 431, 432, 433, 434, 438, 442];

/** Numbers from the kernel's tables `syscall_64.tbl` and `asm-generic/unistd.h`. */
const MACHINES: Readonly<Record<string, Machine>> = {
  x64: {
    audit: 0xc000003e,
    clone: 56,
    denied: [
      // fork, vfork: a worker needs no second process.
      ...[57, 58],
      // socket: a worker has its channel already.
      41,
      // ptrace, process_vm_readv, process_vm_writev, kcmp
      ...[101, 310, 311, 312],
      // mount, umount2, pivot_root, chroot, unshare, setns
      ...[165, 166, 155, 161, 272, 308],
      // bpf, perf_event_open, userfaultfd, keyctl, add_key, request_key
      ...[321, 298, 323, 250, 248, 249],
      // kexec_load, kexec_file_load, init_module, finit_module, delete_module, reboot, swapon,
      // swapoff
      ...[246, 320, 175, 313, 176, 169, 167, 168],
      // acct, quotactl, syslog, open_by_handle_at, name_to_handle_at, personality
      ...[163, 179, 103, 304, 303, 135],
      // settimeofday, clock_settime, adjtimex, sethostname, setdomainname, modify_ldt, iopl, ioperm
      ...[164, 227, 159, 170, 171, 154, 172, 173],
    ],
  },
  arm64: {
    audit: 0xc00000b7,
    clone: 220,
    denied: [
      // socket, then the groups of x64 in the same order. arm64 has no fork, vfork, modify_ldt,
      // iopl and ioperm.
      198,
      ...[117, 270, 271, 272],
      ...[40, 39, 41, 51, 97, 268],
      ...[280, 241, 282, 219, 217, 218],
      ...[104, 294, 105, 273, 106, 142, 224, 225],
      ...[89, 60, 116, 265, 264, 92],
      ...[170, 112, 171, 161, 162],
    ],
  },
};

/**
 * The filter of system calls of a sandboxed process, in the form of bubblewrap's `--seccomp`; null
 * for a machine whose call numbers are not known. The filter refuses new processes, sockets, and
 * calls that reach into the kernel or into other processes. It allows threads and every call that a
 * file reader needs.
 */
export function systemCallFilter(architecture: string = process.arch): Buffer | null {
  const machine = MACHINES[architecture];
  return machine === undefined ? null : encode(instructions(machine));
}

function instructions({ audit, clone, denied }: Machine): Instruction[] {
  return [
    [LOAD, 0, 0, ARCHITECTURE],
    [JUMP_EQUAL, 1, 0, audit],
    [RETURN, 0, 0, NOT_PERMITTED],
    [LOAD, 0, 0, CALL],
    [JUMP_AT_LEAST, 0, 1, X32_BIT],
    [RETURN, 0, 0, NOT_PERMITTED],
    ...[...denied, ...SHARED].flatMap((call) => answer(call, NOT_PERMITTED)),
    // The flags of clone3 are in memory, which a filter can't read. The C library uses clone if
    // clone3 is unknown.
    ...answer(CLONE3, UNKNOWN_CALL),
    [JUMP_EQUAL, 0, 3, clone],
    [LOAD, 0, 0, FIRST_ARGUMENT],
    [JUMP_ANY_BIT, 1, 0, CLONE_THREAD],
    [RETURN, 0, 0, NOT_PERMITTED],
    [RETURN, 0, 0, ALLOW],
  ];
}

function answer(call: number, verdict: number): Instruction[] {
  return [
    [JUMP_EQUAL, 0, 1, call],
    [RETURN, 0, 0, verdict],
  ];
}

const INSTRUCTION_BYTES = 8;

function encode(program: readonly Instruction[]): Buffer {
  const bytes = Buffer.alloc(program.length * INSTRUCTION_BYTES);
  for (const [index, [code, jumpTrue, jumpFalse, operand]] of program.entries()) {
    const at = index * INSTRUCTION_BYTES;
    bytes.writeUInt16LE(code, at);
    bytes.writeUInt8(jumpTrue, at + 2);
    bytes.writeUInt8(jumpFalse, at + 3);
    bytes.writeUInt32LE(operand, at + 4);
  }
  return bytes;
}
