from __future__ import annotations

import contextlib
from pathlib import Path

import av
import cv2
import numpy as np
import pytest

from core.errors import ClipError
from gridwatch.workbench.clips import clip_info, find_clips, pictures_of
from gridwatch.workbench.video import VideoWriter
from tests.builders_labels import png_that_claims


@pytest.fixture
def counting(tmp_path: Path) -> Path:
    """A clip of 40 pictures at 10 a second; the grey level of picture i is 6 i."""
    path = tmp_path / "counting.mp4"
    with VideoWriter(path, 10) as film:
        for i in range(40):
            film.add(np.full((64, 96, 3), 6 * i, np.uint8))
    return path


def test_a_look_every_second_gives_the_pictures_of_those_seconds(counting: Path) -> None:
    """The picture is the one shown at that second, whatever was skipped between."""
    seen = [(round(s, 1), round(float(image.mean()) / 6)) for s, image in pictures_of(counting, 1.0)]
    assert [second for second, _ in seen] == [0.0, 1.0, 2.0, 3.0]
    assert [number for _, number in seen] == pytest.approx([0, 10, 20, 30], abs=1)


def test_every_picture_is_given_when_all_are_wanted(counting: Path) -> None:
    """Sampling faster than the clip gives each picture once, also those a decoder holds back."""
    assert len(list(pictures_of(counting, 0.01))) == 40


@pytest.mark.parametrize("every_s", [1.0, 0.7, 0.3])
def test_a_keyframe_alone_is_the_picture_that_a_whole_decoding_gives(tmp_path: Path, every_s: float) -> None:
    """Pictures wait for those predicted both ways; what follows a keyframe is predicted from it all the same."""
    path = tmp_path / "both_ways.mp4"
    with av.open(str(path), "w") as target:
        stream = target.add_stream("libx264", rate=10, options={"bf": "3", "sc_threshold": "0"})
        stream.width, stream.height, stream.pix_fmt = 96, 64, "yuv420p"
        stream.codec_context.gop_size = 10
        noise = np.random.default_rng(0)
        for _ in range(45):
            image = noise.integers(0, 255, (64, 96, 3), np.uint8)
            target.mux(stream.encode(av.VideoFrame.from_ndarray(image, format="bgr24")))
        target.mux(stream.encode())
    with av.open(str(path)) as source:
        whole = {
            round(float(frame.time), 3): frame.to_ndarray(format="bgr24") for frame in source.decode(video=0)
        }
    start = min(whole)
    taken = list(pictures_of(path, every_s))
    assert [second for second, _ in taken] == pytest.approx(
        [number * every_s for number in range(len(taken))], abs=0.25 * every_s + 0.051
    )  # none is left out for a keyframe, which may come a little late
    assert len(taken) == int(4.4 / every_s) + 1
    for second, image in taken:
        assert np.array_equal(image, whole[round(start + second, 3)])


def test_a_real_clip_of_each_codec_is_sampled(shared_data: Path) -> None:
    """H.264, H.265, MPEG-4 and an old MPEG-4 in AVI: pictures in order, one a second."""
    for name in (
        "plaza_crowd_720p50.avi",
        "road_single_car_360p.avi",
        "motorway_hardshoulder_pedestrian.avi",
        "short_h265_16kB.mp4",
    ):
        clip = shared_data / "clips" / name
        seconds = [second for second, _ in pictures_of(clip, 1.0)]
        assert seconds == sorted(set(seconds))
        assert len(seconds) == pytest.approx(max(1, clip_info(clip).seconds), abs=1.5), name


def test_a_folder_of_pictures_is_a_clip(tmp_path: Path) -> None:
    """Stored looks are replayed in order of their names."""
    for i in range(3):
        cv2.imwrite(str(tmp_path / f"{i}.png"), np.full((20, 30, 3), 50 * i, np.uint8))
    assert [(s, int(image[0, 0, 0])) for s, image in pictures_of(tmp_path, 60)] == [
        (0, 0),
        (60, 50),
        (120, 100),
    ]
    assert find_clips([tmp_path]) == [tmp_path]
    assert (clip_info(tmp_path).width, clip_info(tmp_path).height) == (30, 20)


def test_a_file_that_is_no_clip_is_named(tmp_path: Path) -> None:
    """The message says which file, and what would have been right."""
    noise = tmp_path / "noise.mp4"
    noise.write_bytes(b"not a clip" * 100)
    with pytest.raises(ClipError, match=r"noise\.mp4: cannot be opened"):
        list(pictures_of(noise, 1))
    text = tmp_path / "notes.txt"
    text.write_text("x")
    with pytest.raises(ClipError, match=r"notes.txt: is not a clip; known endings"):
        find_clips([text])
    (tmp_path / "empty").mkdir()
    with pytest.raises(ClipError, match="holds no clip"):
        find_clips([tmp_path / "empty"])


@pytest.mark.parametrize(
    ("name", "content", "told"),
    [
        ("absent.mp4", None, "cannot be opened: No such file or directory"),
        ("absent", None, "no such file or folder"),
        ("a.mp4", b"", "the file is empty; replace it, or leave it out"),
        ("a.mp4", b"text", "cannot be opened: Invalid data"),
        ("a.png", b"", "is not a clip but a picture; give its folder"),
    ],
)
def test_what_is_wrong_with_a_clip_is_told_in_words(
    tmp_path: Path, name: str, content: bytes | None, told: str
) -> None:
    """And what to do: a folder of a hundred clips has one that was cut off by a full disk."""
    path = tmp_path / name
    if content is not None:
        path.write_bytes(content)
    with pytest.raises(ClipError) as caught:
        clip_info(find_clips([path])[0])
    assert told in str(caught.value)
    assert "Errno" not in str(caught.value)


def test_a_clip_that_breaks_off_gives_what_came_before(tmp_path: Path) -> None:
    """A recording cut by a full disk is still worth its first part."""
    path = tmp_path / "cut.mkv"
    with VideoWriter(path, 10) as film:
        for i in range(40):
            film.add(np.random.default_rng(i).integers(0, 255, (64, 96, 3), np.uint8))
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])
    seen: list[float] = []
    with contextlib.suppress(ClipError):
        seen.extend(second for second, _ in pictures_of(path, 0.1))
    assert 5 <= len(seen) <= 30


def test_no_time_between_looks_is_refused(counting: Path) -> None:
    """Zero would never end."""
    with pytest.raises(ClipError, match="must be positive"):
        list(pictures_of(counting, 0))


def test_a_picture_that_claims_too_many_pixels_is_named(tmp_path: Path) -> None:
    """OpenCV raises for it instead of giving nothing."""
    (tmp_path / "huge.png").write_bytes(png_that_claims(60_000))
    with pytest.raises(ClipError, match=r"huge\.png: is not a picture"):
        list(pictures_of(tmp_path, 1.0))
