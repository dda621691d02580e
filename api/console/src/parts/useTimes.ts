// Times as the district reads them: in its own zone, wherever the browser is.
import { useMemo } from "react";
import { useDistrict } from "../api/me";
import { useSettings } from "../shell/settings";

export interface Times {
  readonly zone: string; // IANA
  readonly full: (at: string | Date) => string; // date and time to the second
  readonly short: (at: string | Date) => string; // month, day, hour, minute
  readonly day: (at: string | Date) => string; // the date alone
}

export function useTimes(): Times {
  const { language } = useSettings();
  const told: unknown = (useDistrict().data as Record<string, unknown> | undefined)?.timezone;
  const zone = typeof told === "string" ? told : "Asia/Shanghai";
  return useMemo(() => {
    const locale = language === "zh" ? "zh-CN" : "en-GB";
    const by = (options: Intl.DateTimeFormatOptions) => {
      const format = new Intl.DateTimeFormat(locale, { timeZone: zone, hour12: false, ...options });
      return (at: string | Date) => format.format(typeof at === "string" ? new Date(at) : at);
    };
    return {
      zone,
      full: by({ year: "numeric", month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit", second: "2-digit" }),
      short: by({ month: "2-digit", day: "2-digit", hour: "2-digit", minute: "2-digit" }),
      day: by({ year: "numeric", month: "2-digit", day: "2-digit" }),
    };
  }, [language, zone]);
}
