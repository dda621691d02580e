"""Labels in and out: boxes as YOLO folder, COCO JSON and CVAT XML, events as truth lines and spreadsheets.

The readers and writers are our own: supervision converts YOLO and COCO, but not CVAT, and stops at the first mistake;
what is wanted here is a list of all of them, with a line and a cure.
"""

from __future__ import annotations

from gridwatch.workbench.labels.boxes import BoxSet, LabelledPicture
from gridwatch.workbench.labels.check import check
from gridwatch.workbench.labels.coco import read_coco, write_coco
from gridwatch.workbench.labels.cvat import read_cvat, write_cvat
from gridwatch.workbench.labels.spreadsheet import read_spreadsheet, write_spreadsheet
from gridwatch.workbench.labels.yolo import read_yolo, write_yolo

__all__ = [
    "BoxSet",
    "LabelledPicture",
    "check",
    "read_coco",
    "read_cvat",
    "read_spreadsheet",
    "read_yolo",
    "write_coco",
    "write_cvat",
    "write_spreadsheet",
    "write_yolo",
]
