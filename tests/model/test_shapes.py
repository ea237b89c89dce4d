"""Threads that meet a shape for the first time at the same moment. Unguarded, the process dies of a segmentation
fault within a few rounds, so the threads run in a process of their own."""

import subprocess
import sys

ROUNDS = """
import sys, threading
from typing import Optional
import msgspec
from facturier.model.shapes import known

sys.setswitchinterval(1e-6)
for number in range(300):
    inner = [msgspec.defstruct(f"Inner{place}", [(f"f{one}", Optional[int], None) for one in range(20)])
             for place in range(10)]
    outer = msgspec.defstruct("Outer", [(f"o{place}", Optional[one], None) for place, one in enumerate(inner)])
    body = b'{"o9": {"f3": 7}, "o0": {"f1": 2}}'
    go = threading.Barrier(6)
    def read():
        go.wait()
        assert msgspec.json.decode(body, type=SHAPE(outer)).o9.f3 == 7
    threads = [threading.Thread(target=read) for _ in range(6)]
    [one.start() for one in threads]
    [one.join() for one in threads]
print("alive")
"""


def outcome(shape: str) -> subprocess.CompletedProcess[str]:
    code = ROUNDS.replace("SHAPE", shape)
    return subprocess.run([sys.executable, "-c", code], capture_output=True, text=True, timeout=120)


def test_a_shape_may_be_met_by_many_threads_at_once() -> None:
    ended = outcome("known")
    assert (ended.returncode, ended.stdout.strip()) == (0, "alive"), ended.stderr[-2000:]
