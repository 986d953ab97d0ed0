"""Which system calls a sandbox has: a filter for bubblewrap, put together here.

What code of a lesson needs is left as it is. What reaches into the kernel beyond that is refused,
because a sandbox that is right today should not hang on a part of the kernel that is wrong
tomorrow: keys that outlive a process, namespaces, mounts, tracing, and rings of calls that no
filter sees.
"""

import errno
import platform
import struct

# Machine: its mark in the kernel's headers (linux/audit.h), and the column of numbers below.
_MACHINES = {"x86_64": (0xC000003E, 0), "aarch64": (0xC00000B7, 1), "riscv64": (0xC00000F3, 1)}
# Name: its number on x86_64 and in the kernel's common table, which all later machines have.
_REFUSED = {
    "acct": (163, 89),
    "add_key": (248, 217),
    "bpf": (321, 280),
    "chroot": (161, 51),
    "delete_module": (176, 106),
    "fanotify_init": (300, 262),
    "finit_module": (313, 273),
    "fsconfig": (431, 431),
    "fsmount": (432, 432),
    "fsopen": (430, 430),
    "fspick": (433, 433),
    "init_module": (175, 105),
    "ioprio_set": (251, 30),
    "kcmp": (312, 272),
    "kexec_file_load": (320, 294),
    "kexec_load": (246, 104),
    "keyctl": (250, 219),
    "mount": (165, 40),
    "mount_setattr": (442, 442),
    "move_mount": (429, 429),
    "move_pages": (279, 239),
    "name_to_handle_at": (303, 264),
    "open_by_handle_at": (304, 265),
    "open_tree": (428, 428),
    "perf_event_open": (298, 241),
    "pidfd_getfd": (438, 438),
    "pivot_root": (155, 41),
    "process_madvise": (440, 440),
    "process_vm_writev": (311, 271),
    "ptrace": (101, 117),
    "quotactl": (179, 60),
    "quotactl_fd": (443, 443),
    "reboot": (169, 142),
    "request_key": (249, 218),
    "setns": (308, 268),
    "swapoff": (168, 225),
    "swapon": (167, 224),
    "syslog": (103, 116),
    "umount2": (166, 39),
    "unshare": (272, 97),
    "userfaultfd": (323, 282),
    "vmsplice": (278, 75),
}
# These seem not to exist, so that who calls them takes an older way; of clone3, whose flags no
# filter can see, that is clone.
_MISSING = {
    "clone3": (435, 435),
    "io_uring_enter": (426, 426),
    "io_uring_register": (427, 427),
    "io_uring_setup": (425, 425),
}
_CLONE = (56, 220)
# The newest call that was looked at; one that came later seems not to exist.
_NEWEST = 462
# All flags by which clone would make a namespace (linux/sched.h: CLONE_NEWNS, NEWCGROUP, NEWUTS,
# NEWIPC, NEWUSER, NEWPID, NEWNET).
_NAMESPACES = 0x7E020000
# The little language of linux/bpf_common.h and linux/seccomp.h, as far as it is spoken here.
_LOAD, _IF_EQUAL, _IF_MORE, _IF_BITS, _RETURN = 0x20, 0x15, 0x25, 0x45, 0x06
_KILL, _REFUSE, _ALLOW = 0x80000000, 0x00050000, 0x7FFF0000
_NUMBER, _MACHINE, _FIRST_ARGUMENT = 0, 4, 16


def program(machine: str = "") -> bytes:
    """Return the filter for a machine, as ``bwrap --seccomp`` takes it.

    Parameters
    ----------
    machine : str
        As `platform.machine` says; this one by default.

    Raises
    ------
    OSError
        If the numbers of its system calls are not known here.
    """
    machine = machine or platform.machine()
    if machine not in _MACHINES:
        raise OSError(f"no filter of system calls is known for {machine}")
    mark, column = _MACHINES[machine]
    steps = [
        _step(_LOAD, _MACHINE),
        # Calls of another machine, such as those of 32 bits, have other numbers.
        *_unless(_IF_EQUAL, mark, _KILL, wanted=True),
        _step(_LOAD, _NUMBER),
        *_unless(_IF_MORE, _NEWEST, _REFUSE | errno.ENOSYS),
    ]
    for table, error in ((_MISSING, errno.ENOSYS), (_REFUSED, errno.EPERM)):
        for numbers in table.values():
            steps += _unless(_IF_EQUAL, numbers[column], _REFUSE | error)
    steps += [
        _step(_IF_EQUAL, _CLONE[column], 0, 3),
        _step(_LOAD, _FIRST_ARGUMENT),
        *_unless(_IF_BITS, _NAMESPACES, _REFUSE | errno.EPERM),
        _step(_RETURN, _ALLOW),
    ]
    return b"".join(steps)


def _unless(test: int, value: int, verdict: int, *, wanted: bool = False) -> list[bytes]:
    """End with a verdict if a test holds; or, where it is wanted, if it does not."""
    return [_step(test, value, int(wanted), int(not wanted)), _step(_RETURN, verdict)]


def _step(code: int, value: int, then: int = 0, other: int = 0) -> bytes:
    """Return one instruction: `then` and `other` say how many of the next are left out."""
    return struct.pack("<HBBI", code, then, other, value)
