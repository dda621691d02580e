// The field's own words, used on more than one page: the same thing has the same name everywhere.
import { words } from "./useWords";

// Keys come from the service: one that we do not know yet is shown as it came.
const named = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> => of;

export const common = words(
  {
    ok: "确定", cancel: "取消", close: "关闭", save: "保存", remove: "删除", edit: "编辑", add: "添加", retry: "重试", back: "返回", more: "更多",
    search: "搜索", all: "全部", none: "无", unknown: "未知", reason: "原因", required: "请填写", loading: "加载中…", refresh: "刷新", copy: "复制", copied: "已复制",
    unreachable: "服务无法访问，请检查网络后重试", denied: "没有权限", gone: "不存在或已被删除", failed: "操作失败", reload: "重新加载",
    camera: "摄像机", cameras: "摄像机", incident: "事件", place: "位置", grid: "网格", owner: "来源单位", unit: "责任单位", matter: "事项", time: "时间", from: "从", to: "到",
    justNow: "刚刚", ago: (text: string) => `${text}前`, seconds: (n: number) => `${n} 秒`, minutes: (n: number) => `${n} 分钟`, hours: (n: number) => `${n} 小时`, days: (n: number) => `${n} 天`,
    severity: named({ extreme: "特别严重", severe: "严重", moderate: "一般", minor: "轻微", unknown: "未定" }),
    cameraState: named({ ok: "正常", late: "迟看", blind: "画面异常", offline: "离线", login_stopped: "登录停用", unknown: "未查看" }),
    status: named({ candidate: "待确认", open: "待处置", acknowledged: "已受理", reported: "已上报", handling: "处置中", verifying: "核查中", closed: "已结案", reopened: "重开", rejected: "误报", expired: "未成立" }),
    stage: named({ collected: "信息收集", filed: "案卷建立", dispatched: "任务派遣", handling: "任务处理", feedback: "处理反馈", checking: "核查", closed: "结案", evaluated: "综合评价", returned: "退回", suspended: "挂账缓办", cancelled: "作废或不予立案" }),
    by: named({ rule: "规则", operator: "值班员", platform: "网格平台", gridwatch: "系统" }),
    ownerName: named({ police: "公安", "urban-management": "城管", property: "物业", education: "教育", market: "市场", markets: "市场", "building-site": "工地", "building-sites": "工地" }),
    scene: named({ street: "街道", plaza: "广场", works_site: "工地", market: "市场" }),
    delivery: named({ pending: "待推送", accepted: "已接收", dead: "失败", held: "暂停" }),
    origin: named({ homography: "地面标定", pose: "摄像机姿态", zone: "区域中心", camera: "摄像机位置", reported: "所报位置", grid: "网格中心" }),
    certainty: named({ observed: "已核实", likely: "疑似", possible: "可能" }),
    measure: named({ working_hours: "工作时", working_days: "工作日", hours: "小时", days: "天" }),
  },
  {
    ok: "OK", cancel: "Cancel", close: "Close", save: "Save", remove: "Delete", edit: "Edit", add: "Add", retry: "Try again", back: "Back", more: "More",
    search: "Search", all: "All", none: "None", unknown: "Unknown", reason: "Reason", required: "Required", loading: "Loading…", refresh: "Refresh", copy: "Copy", copied: "Copied",
    unreachable: "The service does not answer; check the network and try again", denied: "You may not do this", gone: "It does not exist, or was removed", failed: "That did not work", reload: "Load again",
    camera: "Camera", cameras: "Cameras", incident: "Incident", place: "Place", grid: "Grid", owner: "Owner", unit: "Unit", matter: "Matter", time: "Time", from: "From", to: "To",
    justNow: "just now", ago: (text: string) => `${text} ago`, seconds: (n: number) => `${n} s`, minutes: (n: number) => `${n} min`, hours: (n: number) => `${n} h`, days: (n: number) => `${n} d`,
    severity: named({ extreme: "extreme", severe: "severe", moderate: "moderate", minor: "minor", unknown: "unknown" }),
    cameraState: named({ ok: "on time", late: "late", blind: "blind", offline: "offline", login_stopped: "login stopped", unknown: "not looked at yet" }),
    status: named({ candidate: "candidate", open: "to do", acknowledged: "acknowledged", reported: "reported", handling: "handling", verifying: "verifying", closed: "closed", reopened: "reopened", rejected: "false alarm", expired: "not confirmed" }),
    stage: named({ collected: "collected", filed: "filed", dispatched: "dispatched", handling: "being handled", feedback: "called done", checking: "being checked", closed: "closed", evaluated: "evaluated", returned: "returned", suspended: "put off", cancelled: "cancelled" }),
    by: named({ rule: "rule", operator: "operator", platform: "grid platform", gridwatch: "Gridwatch" }),
    ownerName: named({ police: "Police", "urban-management": "Urban management", property: "Property", education: "Education", market: "Markets", markets: "Markets", "building-site": "Building sites", "building-sites": "Building sites" }),
    scene: named({ street: "street", plaza: "plaza", works_site: "building site", market: "market" }),
    delivery: named({ pending: "waiting", accepted: "accepted", dead: "failed", held: "held" }),
    origin: named({ homography: "ground calibration", pose: "camera pose", zone: "centre of the zone", camera: "the camera itself", reported: "as reported", grid: "centre of the grid cell" }),
    certainty: named({ observed: "observed", likely: "likely", possible: "possible" }),
    measure: named({ working_hours: "working hours", working_days: "working days", hours: "hours", days: "days" }),
  },
);
