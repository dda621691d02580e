"""How many times faster than real time a recording is replayed, by how often it holds a keyframe.

A 1080p clip is made longer and encoded as recorders do (25 pictures a second, 4 Mbit/s), once for each spacing of
keyframes: its pictures there and back again, those packets over and over. Each is replayed with one look a second by
`gridwatch replay --no-video`, in a process of its own. The limit beside: decoding every picture of the same file with
the same decoder and threads and doing nothing with it.

    python benchmarks/replay_speed.py CLIP [--seconds 300] [--keyframes 1 2 10] [--model FOLDER] [--json out.json]
"""

from __future__ import annotations

import argparse
import json
import subprocess
import sys
import tempfile
import time
from fractions import Fraction
from pathlib import Path
from typing import Any

import av

ROOT = Path(__file__).resolve().parents[1]
RATE = 25  # pictures a second
BITS_S = 4_000_000  # what a 1080p street camera is commonly set to


def lengthened(clip: Path, out: Path, *, seconds: int, keyframe_s: int, b_frames: int) -> None:
    """Write `clip` there and back again until it is `seconds` long, a keyframe every `keyframe_s` seconds."""
    with av.open(str(clip)) as container:
        there = [frame.to_ndarray(format="bgr24") for frame in container.decode(video=0)]
    height, width = there[0].shape[:2]
    lap = (there + there[::-1]) * max(1, -(-keyframe_s * RATE // (2 * len(there))))
    options = {"preset": "veryfast", "sc_threshold": "0", "bf": str(b_frames)}
    with av.open(str(out), "w") as target:
        stream: Any = target.add_stream("libx264", rate=RATE, options=options)
        stream.width, stream.height, stream.pix_fmt, stream.bit_rate = width, height, "yuv420p", BITS_S
        stream.codec_context.gop_size = keyframe_s * RATE
        stream.codec_context.time_base = Fraction(1, RATE)
        packets = []
        for number, image in enumerate(lap):
            frame = av.VideoFrame.from_ndarray(image, format="bgr24").reformat(format="yuv420p")
            frame.pts = number
            packets += stream.encode(frame)
        packets += stream.encode()
        told = [(bytes(packet), packet.pts, packet.dts, packet.is_keyframe) for packet in packets]
        for turn in range(-(-seconds * RATE // len(lap))):
            for content, pts, dts, key in told:
                packet = av.Packet(content)
                packet.stream, packet.time_base, packet.is_keyframe = stream, Fraction(1, RATE), key
                packet.pts, packet.dts = pts + turn * len(lap), dts + turn * len(lap)
                target.mux(packet)


def decoded(clip: Path) -> float:
    """Decode every picture; return seconds of recording per second."""
    started, last = time.perf_counter(), 0.0
    with av.open(str(clip)) as container:
        container.streams.video[0].thread_type = "AUTO"
        for frame in container.decode(video=0):
            last = float(frame.time or 0)
    return last / (time.perf_counter() - started)


def replayed(clip: Path, out: Path, model: Path) -> dict[str, Any]:
    """Replay with one look a second, as an engineer would; return what the command says."""
    said = out.with_suffix(".json")
    gridwatch = str(Path(sys.executable).with_name("gridwatch"))
    command = [gridwatch, "replay", str(clip), "--profile", "crowd", "--no-video", "--model", str(model),
               "--config", str(ROOT / "configs"), "--out", str(out), "--json", str(said)]  # fmt: skip
    subprocess.run(command, cwd=ROOT, check=True, stdout=subprocess.DEVNULL)
    told: dict[str, Any] = json.loads(said.read_text())
    return {name: told[name] for name in ("looks", "clip_s", "took_s", "cpu_s", "times_real_time")}


def main() -> None:
    """Make the clips, replay each, and print both figures."""
    options = argparse.ArgumentParser(
        description=__doc__, formatter_class=argparse.RawDescriptionHelpFormatter
    )
    options.add_argument("clip", type=Path, help="1080p clip that is made longer")
    options.add_argument("--seconds", type=int, default=300)
    options.add_argument(
        "--keyframes", type=int, nargs="+", default=[1, 2, 10], help="seconds between keyframes"
    )
    options.add_argument("--model", type=Path, default=ROOT / "models" / "default", help="model folder")
    options.add_argument("--json", type=Path)
    given = options.parse_args()
    told = []
    print(
        f"{'keyframes':>10}{'B':>3}{'replay':>9}{'all decoded':>13}{'looks':>7}{'CPU s':>8}   (times real time)"
    )
    with tempfile.TemporaryDirectory() as folder:
        for keyframe_s in given.keyframes:
            for b_frames in (0, 3):
                clip = Path(folder) / f"{keyframe_s}-{b_frames}.mp4"
                lengthened(given.clip, clip, seconds=given.seconds, keyframe_s=keyframe_s, b_frames=b_frames)
                one = {
                    "keyframe_s": keyframe_s,
                    "b_frames": b_frames,
                    **replayed(clip, Path(folder) / clip.stem, given.model),
                    "decode_all_times_real_time": round(decoded(clip), 2),
                }
                told.append(one)
                print(
                    f"{keyframe_s:>8} s{b_frames:>3}{one['times_real_time']:>9}{one['decode_all_times_real_time']:>13}"
                    f"{one['looks']:>7}{one['cpu_s']:>8}",
                    flush=True,
                )
    if given.json:
        given.json.write_text(json.dumps(told, indent=2))


if __name__ == "__main__":
    main()
