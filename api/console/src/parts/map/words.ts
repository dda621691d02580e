import { words } from "../../words/useWords";

export const mapWords = words(
  {
    around: (n: number, metres: number) => `周边 ${metres} 米内 ${n} 路摄像机`,
    drawing: "正在绘制地图…", place: "事件位置", noPoints: "此浏览器不能显示地图（WebGL 不可用），请在表中输入坐标。", noDraw: "此浏览器不能显示地图（WebGL 不可用），以下以列表显示", radius: (m: number) => `位置误差半径 ${m} 米`,
    mini: "位置小地图", zoomIn: "放大", zoomOut: "缩小", toNorth: "指北", metres: (n: number) => `${n} 米`, outside: "不在任何网格内",
  },
  {
    around: (n: number, metres: number) => `${n} cameras within ${metres} m`,
    drawing: "The map is being drawn…", place: "Place of the incident", noPoints: "This browser cannot draw maps (no WebGL): type the coordinates in the table.", noDraw: "This browser cannot draw maps (no WebGL); here is a list instead", radius: (m: number) => `The true place lies within ${m} m`,
    mini: "Small map of the place", zoomIn: "Zoom in", zoomOut: "Zoom out", toNorth: "North up", metres: (n: number) => `${n} m`, outside: "In no grid",
  },
);
