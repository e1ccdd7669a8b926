/* Months and weekdays of the date picker in the page's language. Dash's picker speaks whatever it finds in
   window.dateFns.locale, else English; the browser knows the names, so no table of them is needed here. */
(function () {
  "use strict";

  const MONTHS = Array.from({ length: 12 }, (_, month) => Date.UTC(2026, month, 1));
  const WEEKDAYS = Array.from({ length: 7 }, (_, day) => Date.UTC(2026, 1, 1 + day)); // 1 February 2026 is a Sunday

  const STYLES = { wide: "long", abbreviated: "short", short: "short", narrow: "narrow" };

  function names(language, part, days) {
    const styles = [...new Set(Object.values(STYLES))].map((style) => {
      const format = new Intl.DateTimeFormat(language, { [part]: style, timeZone: "UTC" });
      return [style, days.map((day) => format.format(day))];
    });
    return Object.fromEntries(styles);
  }

  // A locale of date-fns, as far as a picker of days asks for it.
  function localeOf(language) {
    const months = names(language, "month", MONTHS);
    const weekdays = names(language, "weekday", WEEKDAYS);
    const named = (table) => (place, { width } = {}) => table[STYLES[width] || "long"][place];
    const numbered = (number) => String(number);
    const pattern = () => "dd/MM/yyyy";
    return {
      code: language,
      localize: {
        month: named(months),
        day: named(weekdays),
        ordinalNumber: numbered,
        quarter: numbered,
        era: numbered,
        dayPeriod: numbered,
      },
      formatLong: { date: pattern, time: () => "HH:mm", dateTime: pattern },
      match: {},
      options: { weekStartsOn: 1, firstWeekContainsDate: 4 },
    };
  }

  const language = document.documentElement.lang;
  if (language && language !== "en") window.dateFns = { locale: { [language]: localeOf(language) } };
})();
