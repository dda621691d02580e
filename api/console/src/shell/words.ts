import { words } from "../words/useWords";

export const shell = words(
  {
    onTime: "按时巡看", onTimeTold: "最近 10 分钟内应巡看的周期中，按时取得画面的比例；较长时段见报表", open: "未结", openTold: "已立案、尚未结束的事件", waiting: "待处理", waitingTold: "待办队列中等待处理的事件；暂缓的不计", undelivered: "推送失败", outages: "摄像机中断", skip: "跳到正文", menu: "主菜单", language: "切换语言", colours: "显示模式", modes: { auto: "跟随系统", light: "浅色", dark: "深色" }, help: "键盘操作", loading: "加载中",
    live: "实时", connecting: "连接中", cut: (at: string) => `连接中断，正在重连。以下为 ${at} 的情况`, leave: "退出", account: "我的账号", goTo: (page: string) => `打开${page}`, keysTold: "按键在输入框外有效。", notAllowed: "您的角色不能打开此页", notAllowedTold: "如工作需要，请联系管理员。", wholeOnly: "此页涉及全区，您的账号只限其中一部分", wholeOnlyTold: "范围为全区的同角色人员或管理员可以使用。", notFound: "没有这个页面", home: "回到首页",
    notLeft: "未能退出：服务未确认，您的登录仍然有效。请重试；离开前请关闭浏览器",
    muted: "已静音，点此恢复声音",
    whyAll: "按规定，查看图片与实时画面前须写明事由（记入审计）：", whyOwners: (owners: string) => `查看 ${owners} 的图片与实时画面前须写明事由（记入审计）：`, whyAnd: "、", whySay: "开始查看", whySaid: (reason: string) => `查看事由：${reason}（15 分钟内有效，每次查看都有记录）`, whyOver: "结束查看",
    reload: "重新加载", crashed: "页面出错了", crashedTold: "数据没有丢失。请重新加载；如再次出现，请把下面的文字告诉管理员。",
  },
  {
    onTime: "on time", onTimeTold: "of the last ten minutes' periods, those with a picture on time; longer times are in the figures", open: "not ended", openTold: "cases that have been raised and have not ended", waiting: "waiting", waitingTold: "in the inbox, waiting for an operator; what is held back is not counted", undelivered: "not delivered", outages: "Camera outages", skip: "Skip to the page", menu: "Main menu", language: "Switch language", colours: "Colours", modes: { auto: "as the system", light: "light", dark: "dark" }, help: "Keys", loading: "Loading",
    live: "live", connecting: "connecting", cut: (at: string) => `Connection lost, trying again. This is how things stood at ${at}`, leave: "Leave", account: "My account", goTo: (page: string) => `Open ${page}`, keysTold: "Keys work outside of text fields.", notAllowed: "Your role may not open this page", notAllowedTold: "If you need it, ask an administrator.", wholeOnly: "This page is about the whole district, and your account sees a part of it", wholeOnlyTold: "Whoever has your role for the whole district can use it, and so can an administrator.", notFound: "There is no such page", home: "To the first page",
    notLeft: "You are still logged in: the service did not confirm. Try again, and close the browser before you go",
    muted: "Muted: sound on again",
    whyAll: "Say why before you look at pictures or live views (kept in the audit):", whyOwners: (owners: string) => `Say why before you look at pictures or live views of ${owners} (kept in the audit):`, whyAnd: ", ", whySay: "Begin to look", whySaid: (reason: string) => `Why you look: ${reason} (for 15 minutes; each view is recorded)`, whyOver: "I am done",
    reload: "Load again", crashed: "This page broke", crashedTold: "Nothing is lost. Load it again; if it breaks again, give the administrator the text below.",
  },
);
