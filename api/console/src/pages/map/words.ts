import { failureName } from "../../words/failures";
import { words } from "../../words/useWords";

const named = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> => of;

export const mapPage = words(
  {
    title: "一张图", asMap: "地图", asList: "列表", whole: "全区", filters: "筛选", layers: "图层", legend: "图例", close: "关闭", clear: "清除筛选",
    layer: named({ cameras: "摄像机", incidents: "事件", grid: "网格", heat: "热力", views: "视域" }),
    level: named({ auto: "随缩放", district: "区", street: "街道", community: "社区", grid: "网格" }), levelTold: "网格级别",
    span: named({ live: "当前未结", day: "近 24 小时", week: "近 7 天", month: "近 30 天", all: "全部" }), spanTold: "统计范围",
    owner: "来源单位", matter: "事项", state: "摄像机状态", status: "事件状态", grid: "网格", any: "不限",
    search: "搜索摄像机、网格、事件（可用拼音首字母）", searchShort: "搜索", nothingFound: "没有找到", more: (n: number) => `另有 ${n} 项，请输入更多字`,
    kind: named({ camera: "摄像机", grid: "网格", incident: "事件" }),
    cameraKind: (kind: string) => failureName(kind, "zh"), off: "不巡查",
    total: (cameras: number, of: number, incidents: number) => `摄像机 ${cameras}${cameras === of ? "" : ` / ${of}`} 路 · 事件 ${incidents} 件`,
    outside: (n: number) => `其中 ${n} 件不在任何网格内`, capped: (n: number, of: number) => `地图上显示最紧要的 ${n} 件，共 ${of} 件`,
    noDraw: "此浏览器不能显示地图（WebGL 不可用），请使用列表；或改用支持 WebGL 的浏览器。",
    noGrid: "尚未导入网格：把区、街道、社区、网格的 GeoJSON 放入 configs/grid/。", noCameras: "尚未接入摄像机：在“摄像机”页导入台账。",
    mapTold: (cameras: number, incidents: number) => `地图：${cameras} 路摄像机，${incidents} 件事件。方向键平移，加减号缩放，回车选取中心处；按 L 切换为列表。`,
    cluster: (n: number) => `${n} 路摄像机`, zoomIn: "放大查看", first: (n: number) => `列出前 ${n} 路`, openCamera: "摄像机页", openCase: "案卷", showOnMap: "在地图上显示", onlyThis: "只看此网格",
    wall: "上墙查看", place: "坐标", path: "所在网格", heading: (n: number) => `朝向 ${n}°`, noHeading: "朝向未知", latest: (name: string) => `${name} 的最近画面`, noPicture: "还没有画面", here: "此处事件",
    count: (n: number) => `${n} 件`, heat: "事件热力", unit: named({ hour: "近 48 小时", day: "近 30 天" }), play: "播放", pause: "暂停", allSteps: "全部时段", step: "时段", stepTold: (when: string, n: number) => `${when}：${n} 件`,
    waits: named({ "2": "已超时", "1": "待值班员处理", "0": "处置中" }), tableCameras: "摄像机", tableIncidents: "事件", tableGrids: "网格", name: "名称", id: "编号", number: "件数", seen: "首次发现", urgency: "紧要",
    keySearch: "搜索", keyList: "地图/列表", keyHeat: "热力图", keyWhole: "显示全区", keyClose: "关闭侧栏", panel: "所选对象",
    legendCluster: "聚合：数字为路数，×为异常路数", legendShade: "网格：颜色越深事件越多", legendViews: "视域（放大后显示）", fewer: "少", many: "多",
  },
  {
    title: "Map", asMap: "Map", asList: "List", whole: "Whole district", filters: "Filters", layers: "Layers", legend: "Legend", close: "Close", clear: "Clear filters",
    layer: named({ cameras: "Cameras", incidents: "Incidents", grid: "Grids", heat: "Heat", views: "Views" }),
    level: named({ auto: "by zoom", district: "district", street: "street", community: "community", grid: "grid" }), levelTold: "Grid level",
    span: named({ live: "open now", day: "last 24 h", week: "last 7 days", month: "last 30 days", all: "all" }), spanTold: "What is counted",
    owner: "Owner", matter: "Matter", state: "Camera state", status: "Incident status", grid: "Grid", any: "any",
    search: "Search cameras, grids, incidents", searchShort: "Search", nothingFound: "Nothing found", more: (n: number) => `${n} more; type more letters`,
    kind: named({ camera: "Camera", grid: "Grid", incident: "Incident" }),
    cameraKind: (kind: string) => failureName(kind, "en"), off: "not on patrol",
    total: (cameras: number, of: number, incidents: number) => `${cameras}${cameras === of ? "" : ` of ${of}`} cameras · ${incidents} incidents`,
    outside: (n: number) => `${n} of them in no grid`, capped: (n: number, of: number) => `the ${n} most urgent of ${of} are drawn`,
    noDraw: "This browser cannot draw maps (no WebGL): use the list, or a browser with WebGL.",
    noGrid: "No grid yet: put the GeoJSON of district, streets, communities and grids into configs/grid/.", noCameras: "No cameras yet: import a ledger on the page Cameras.",
    mapTold: (cameras: number, incidents: number) => `Map: ${cameras} cameras, ${incidents} incidents. Arrow keys pan, plus and minus zoom, Enter picks what is in the middle; L shows a list instead.`,
    cluster: (n: number) => `${n} cameras`, zoomIn: "Zoom in", first: (n: number) => `the first ${n}`, openCamera: "Camera page", openCase: "Case", showOnMap: "Show on the map", onlyThis: "Only this grid",
    wall: "To the wall", place: "Coordinates", path: "In", heading: (n: number) => `looks to ${n}°`, noHeading: "direction unknown", latest: (name: string) => `Latest picture of ${name}`, noPicture: "No picture yet", here: "Incidents here",
    count: (n: number) => (n === 1 ? "1 incident" : `${n} incidents`), heat: "Incidents by place", unit: named({ hour: "48 hours", day: "30 days" }), play: "Play", pause: "Pause", allSteps: "all of it", step: "Time", stepTold: (when: string, n: number) => `${when}: ${n}`,
    waits: named({ "2": "overdue", "1": "waits for an operator", "0": "being handled" }), tableCameras: "Cameras", tableIncidents: "Incidents", tableGrids: "Grids", name: "Name", id: "Id", number: "Incidents", seen: "First seen", urgency: "Urgency",
    keySearch: "Search", keyList: "Map or list", keyHeat: "Heat map", keyWhole: "Whole district", keyClose: "Close the panel", panel: "What is chosen",
    legendCluster: "Cluster: number of cameras, × of them unwell", legendShade: "Grids: the darker, the more incidents", legendViews: "Fields of view (zoomed in)", fewer: "few", many: "many",
  },
);
