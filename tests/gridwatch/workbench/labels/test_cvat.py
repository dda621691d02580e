"""CVAT for images 1.1 in and out."""

from __future__ import annotations

from pathlib import Path

import pytest

from gridwatch.workbench.labels.boxes import Read, pixels
from gridwatch.workbench.labels.cvat import read_cvat, write_cvat
from gridwatch.workbench.model.labels import BadDataSet
from tests.builders_labels import NAMES, box_set, labelled

# As CVAT 2 exports it, shortened.
EXPORTED = """<?xml version="1.0" encoding="utf-8"?>
<annotations>
  <version>1.1</version>
  <meta>
    <job>
      <id>12</id><size>2</size><mode>annotation</mode>
      <labels>
        <label><name>waste</name><color>#b83df5</color><type>any</type><attributes></attributes></label>
        <label><name>bin</name><color>#33ddff</color><type>any</type><attributes></attributes></label>
      </labels>
    </job>
    <dumped>2026-11-02 08:00:00.000000+00:00</dumped>
  </meta>
  <image id="0" name="day/a.jpg" width="640" height="360">
    <box label="bin" source="manual" occluded="0" xtl="64.00" ytl="36.00" xbr="320.00" ybr="180.00" z_order="0">
      <attribute name="full">yes</attribute>
    </box>
    <polygon label="waste" source="manual" occluded="0" points="64.00,36.00;128.00,36.00;96.00,180.00" z_order="0"/>
    <points label="waste" source="manual" occluded="0" points="64.00,36.00" z_order="0"/>
    <tag label="waste" source="manual"/>
  </image>
  <image id="1" name="b.jpg" width="640" height="360"/>
</annotations>
"""


def read(tmp_path: Path, text: str) -> Read:
    """Read text as a file."""
    path = tmp_path / "a.xml"
    path.write_text(text, encoding="utf-8")
    return read_cvat(path)


def test_an_export_of_cvat_is_read(tmp_path: Path) -> None:
    """Boxes and polygons become boxes; points and tags are counted and left out; empty pictures stay."""
    found = read(tmp_path, EXPORTED)
    assert found.problems == ()
    assert found.boxes == box_set(
        labelled("day/a.jpg", (1, (0.1, 0.1, 0.5, 0.5)), (0, (0.1, 0.1, 0.2, 0.5))), labelled("b.jpg")
    )
    assert found.left_out == {"points": 1, "tag": 1}


def test_what_is_written_is_read_again(tmp_path: Path) -> None:
    """To a thousandth of a pixel; names may be Chinese."""
    path = tmp_path / "out" / "cvat.xml"
    write_cvat(path, box_set(labelled("垃圾.jpg", (0, (0.1234567, 0.2, 0.4, 0.6))), labelled("b.jpg")))
    back = read_cvat(path).good()
    assert back.names == NAMES
    assert [one.file for one in back.pictures] == ["垃圾.jpg", "b.jpg"]
    assert back.pictures[0].labels[0].box == pytest.approx((0.1234567, 0.2, 0.4, 0.6), abs=1e-5)


@pytest.mark.parametrize(
    ("old", "new", "told"),
    [
        ('label="bin"', 'label="can"', "a.xml:15: label 'can' is not in the task's labels"),
        ('xbr="320.00"', 'xbr="6400"', "a.xml:15: box reaches out"),
        ('xtl="64.00" ', "", "a.xml:15: box a coordinate is no number"),
        ("128.00,36.00;96.00,180.00", "x", "a.xml:18: polygon a coordinate is no number"),
        ('name="b.jpg"', 'name="day/a.jpg"', "a.xml:22: day/a.jpg is there already"),
        ('name="b.jpg" width="640"', 'name="b.jpg"', "a.xml:22: b.jpg: width and height"),
        ('name="b.jpg"', 'name="/etc/b.jpg"', "a.xml:22: name '/etc/b.jpg' is no path"),
    ],
)
def test_a_mistake_is_named_with_its_line(tmp_path: Path, old: str, new: str, told: str) -> None:
    """File, line, what to do."""
    (problem,) = read(tmp_path, EXPORTED.replace(old, new)).problems
    assert told in problem


@pytest.mark.parametrize(
    ("text", "told"),
    [
        ("<annotations>", "XML"),
        ("<svg/>", "<svg>"),
        ("<annotations><track id='0' label='car'/></annotations>", "tracks of a video"),
    ],
)
def test_other_files_are_refused(tmp_path: Path, text: str, told: str) -> None:
    """Cut off, foreign, or tracks of a video, with the export to choose."""
    with pytest.raises(BadDataSet, match=told):
        read(tmp_path, text)


def test_entities_fetch_nothing(tmp_path: Path) -> None:
    """A label file from elsewhere must not read other files."""
    (tmp_path / "secret").write_text("hidden")
    text = f'<!DOCTYPE a [<!ENTITY x SYSTEM "file://{tmp_path}/secret">]>' + EXPORTED.split("?>\n")[
        1
    ].replace("<name>bin</name>", "<name>bin&x;</name>").replace('label="bin"', 'label="waste"')
    assert "hidden" not in str(read(tmp_path, text))


def test_an_endless_picture_is_told(tmp_path: Path) -> None:
    """Infinity is a number to Python, and no width."""
    path = tmp_path / "a.xml"
    path.write_text(
        '<annotations><image name="a.jpg" width="inf" height="5"/></annotations>', encoding="utf-8"
    )
    (problem,) = read_cvat(path).problems
    assert "width and height are needed" in problem


def test_a_turned_box_becomes_the_box_around_it(tmp_path: Path) -> None:
    """A quarter turn changes width and height; an eighth is wider than both, and cut at the picture's edge."""
    boxes = "".join(
        f'<box label="waste" xtl="{x}" ytl="100" xbr="{x + 200}" ybr="200" rotation="{degrees}"/>'
        for x, degrees in ((200, "90"), (200, "45.00"), (-60, "45"), (200, "0.0"), (200, ""))
    )
    found = read(
        tmp_path, f'<annotations><image name="a.jpg" width="640" height="360">{boxes}</image></annotations>'
    )
    assert found.problems == ()
    corners = [pixels(label, found.boxes.pictures[0]) for label in found.boxes.pictures[0].labels]
    assert corners == [
        pytest.approx(one, abs=0.1)
        for one in ((250, 50, 350, 250), (193.9, 43.9, 406.1, 256.1), (0, 43.9, 146.1, 256.1),
                    (200, 100, 400, 200), (200, 100, 400, 200))
    ]  # fmt: skip


@pytest.mark.parametrize("rotation", ["soon", "nan", "inf", "1e400"])
def test_a_turn_that_is_no_number_is_told(tmp_path: Path, rotation: str) -> None:
    """Never a box over the whole picture."""
    box = f'<box label="waste" xtl="1" ytl="1" xbr="9" ybr="9" rotation="{rotation}"/>'
    found = read(
        tmp_path, f'<annotations><image name="a.jpg" width="64" height="36">{box}</image></annotations>'
    )
    assert len(found.problems) == 1
    assert "is no number" in found.problems[0]


def test_instructions_to_programs_are_no_shapes(tmp_path: Path) -> None:
    """They are passed over like remarks."""
    found = read(
        tmp_path,
        '<annotations><image name="a.jpg" width="64" height="36"><?x y?><!-- z --></image></annotations>',
    )
    assert (found.problems, dict(found.left_out)) == ((), {})


def test_entities_and_names_that_are_no_words_make_no_shapes(tmp_path: Path) -> None:
    """An entity is neither resolved nor counted; a label of blanks is told."""
    head = '<!DOCTYPE a [<!ENTITY b "c">]>'
    boxes = '&b;<box label=" " xtl="1" ytl="1" xbr="9" ybr="9"/>'
    found = read(
        tmp_path,
        f'{head}<annotations><image name="a.jpg" width="64" height="36">{boxes}</image></annotations>',
    )
    assert dict(found.left_out) == {}
    (problem,) = found.problems
    assert "label ' ' is no word" in problem
