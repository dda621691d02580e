import { words } from "../../words/useWords";

const named = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> => of; // keys come from the service

export const figures = words(
  {
    title: "统计", by: "分组", metric: "指标", days: (n: number) => `近 ${n} 天`, custom: "自选时段", total: "合计", group: "分组", time: (from: string, to: string) => `时段：${from} – ${to}`, source: (at: string) => `来源：Gridwatch，导出于 ${at}`, csv: "导出 CSV", png: "导出图片", none: "所选时段没有数据",
    left: (n: number) => `另有 ${n} 组未显示，CSV 含全部`, limit: "目标", most: "上限", lists: { cases: "查看案件", deliveries: "查看推送台账", cameras: "查看摄像机" }, definition: "口径", chart: (name: string) => `${name}：图表，数据见下表`, unknown: "（未知）", outside: "网格以外", noUnit: "无责任单位", whole: "全部",
    units: named({ seconds: "小时", share: "%", per_hour: "起/席·小时", per_day: "起/路·日", count: "件", hours: "小时" }),
    names: named({ alarms: "席位告警", confirmed: "确认率", times: "处置用时", false_alarms: "误报", on_time: "按时巡看", deliveries: "推送" }),
    bys: named({ none: "合计", matter: "事项", severity: "级别", street: "街道", community: "社区", grid: "网格", unit: "责任单位", owner: "来源单位", camera: "摄像机", hour: "一日各时", day: "逐日", source: "来源点位", receiver: "接收方" }),
  },
  {
    title: "Figures", by: "By", metric: "Number", days: (n: number) => `Last ${n} days`, custom: "Chosen days", total: "Total", group: "Group", time: (from: string, to: string) => `${from} – ${to}`, source: (at: string) => `Source: Gridwatch, taken out ${at}`, csv: "Export CSV", png: "Export picture", none: "Nothing in this time",
    left: (n: number) => `${n} more groups are not shown; the CSV has them all`, limit: "target", most: "most", lists: { cases: "Show the cases", deliveries: "Show the ledger of deliveries", cameras: "Show the cameras" }, definition: "What it counts", chart: (name: string) => `${name}: chart; its data are in the table below`, unknown: "(unknown)", outside: "Outside of the grid", noUnit: "No unit", whole: "All",
    units: named({ seconds: "hours", share: "%", per_hour: "a seat and hour", per_day: "a camera and day", count: "cases", hours: "hours" }),
    names: named({ alarms: "Alarms a seat", confirmed: "Confirmed", times: "Times", false_alarms: "False alarms", on_time: "On time", deliveries: "Deliveries" }),
    bys: named({ none: "Total", matter: "Matter", severity: "Severity", street: "Street", community: "Community", grid: "Grid", unit: "Unit", owner: "Owner", camera: "Camera", hour: "Hour of day", day: "Day", source: "Source", receiver: "Receiver" }),
  },
);
