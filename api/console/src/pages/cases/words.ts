import { words } from "../../words/useWords";

const named = (of: Readonly<Record<string, string>>): Readonly<Record<string, string>> => of; // keys come from the service

export const cases = words(
  {
    title: "案件", total: (n: number) => `共 ${n.toLocaleString("zh-CN")} 件`, find: "编号、案卷号、名称", filters: "筛选", clear: "清除筛选", none: "没有符合条件的案件",
    more: "加载更多", csv: "导出 CSV", geojson: "导出 GeoJSON", opened: "立案", found: "发现", handled: "处置", verified: "核实", due: "时限", verdict: "结论",
    stage: "阶段", status: "状态", camera: "摄像机", held: "待人工", overdue: "超期未办", late: "超时限", merged: "含已合并", noUnit: "无责任单位", outside: "网格以外", hour: "时段", case: "案件",
    since: "立案起", until: "立案止", shown: "告警时间", reached: "已到", caption: "案件列表", yes: "是", no: "否", severity: "级别", reachedWhat: named({ handled: "已处置", verified: "已核实" }),
    verdicts: named({ operator: "坐席确认", handled: "已处置", looks: "复核消失", rejected: "坐席驳回", none: "尚无结论", "": "尚无结论" }),
    helds: named({ any: "任何原因", confirmation: "待确认", reopened_once: "复核仍在" }),
  },
  {
    title: "Cases", total: (n: number) => `${n.toLocaleString("en-GB")} cases`, find: "Id, case number, part of a name", filters: "Filters", clear: "Clear filters", none: "No case passes these filters",
    more: "Load more", csv: "Export CSV", geojson: "Export GeoJSON", opened: "Opened", found: "Found", handled: "Handled", verified: "Verified", due: "Limit", verdict: "Verdict",
    stage: "Stage", status: "Status", camera: "Camera", held: "Waits for a person", overdue: "Overdue", late: "Over the limit", merged: "Merged ones too", noUnit: "Without a unit", outside: "Outside of the grid", hour: "Hour of day", case: "Case",
    since: "Opened from", until: "Opened to", shown: "Was an alarm", reached: "Has been", caption: "List of cases", yes: "yes", no: "no", severity: "Severity", reachedWhat: named({ handled: "handled", verified: "verified" }),
    verdicts: named({ operator: "confirmed", handled: "handled", looks: "seen gone", rejected: "rejected", none: "nothing known", "": "nothing known" }),
    helds: named({ any: "for any reason", confirmation: "to be confirmed", reopened_once: "still there" }),
  },
);
