/* The looks of the page: one style sheet for light and dark, screen and paper; icons that stretch with
 * the text. */
#include "report/html.h"

static const char *const sheet[] = {
    /* Colours: every pair of text and ground has a contrast of 4.5 to 1 or more. */
    ":root{color-scheme:light dark;--ground:#f6f7f9;--card:#fff;--ink:#1b1f24;--dim:#57606a;--rule:#d0d7de;"
    "--code:#eff1f4;--link:#0550ae;--good:#116329;--good-ground:#e2f6e7;--good-strong:#1a7f37;"
    "--bad:#a40e26;--bad-ground:#ffebe9;--bad-strong:#c4202f;--warn:#744500;--warn-ground:#fff4cf;"
    "--warn-strong:#b58407;--rest-ground:#eaeef2;--mark:#ffe58a;--hit:#fff8df;--curve:#0550ae}\n"
    "@media (prefers-color-scheme:dark){:root{--ground:#0d1117;--card:#161b22;--ink:#e6edf3;--dim:#9da7b3;"
    "--rule:#3a424d;--code:#0d1117;--link:#79c0ff;--good:#63d479;--good-ground:#12291a;--good-strong:#3fb950;"
    "--bad:#ff9189;--bad-ground:#331517;--bad-strong:#f85149;--warn:#e9bf56;--warn-ground:#2d230d;"
    "--warn-strong:#d29922;--rest-ground:#262d36;--mark:#6b5200;--hit:#2a2412;--curve:#79c0ff}}\n",
    "*,*::before,*::after{box-sizing:border-box}\n"
    "html{-webkit-text-size-adjust:100%;text-size-adjust:100%;scroll-behavior:smooth;scroll-padding-top:1rem}"
    "\n"
    "@media (prefers-reduced-motion:reduce){html{scroll-behavior:auto}}\n"
    "body{margin:0;background:var(--ground);color:var(--ink);font:1rem/1.5 system-ui,-apple-system,\"Segoe "
    "UI\","
    "Roboto,\"Noto Sans\",\"Helvetica Neue\",Arial,sans-serif;overflow-wrap:anywhere}\n"
    "code,pre{font-family:ui-monospace,SFMono-Regular,\"SF Mono\",Menlo,Consolas,\"DejaVu Sans "
    "Mono\",monospace;"
    "font-size:.875em}\n"
    "a{color:var(--link)}\n"
    "a:focus-visible,summary:focus-visible,input:focus-visible{outline:3px solid "
    "var(--link);outline-offset:2px}\n"
    ".wide{max-width:70rem;margin:0 auto;padding:0 1rem}\n"
    ".dim{color:var(--dim);font-weight:400}\n"
    ".unseen{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%);white-space:nowrap}"
    "\n"
    ".skip{position:absolute;left:-999rem}\n.skip:focus{left:1rem;top:1rem;background:var(--card);padding:."
    "5rem 1rem}\n"
    ".icon{width:1em;height:1em;flex:none;fill:none;stroke:currentColor;stroke-width:2;stroke-linecap:round;"
    "stroke-linejoin:round;vertical-align:-.125em}\n",
    /* The head. */
    ".top{background:var(--card);border-bottom:1px solid var(--rule);border-top:.5rem solid}\n"
    ".top.good{border-top-color:var(--good-strong)}\n.top.bad{border-top-color:var(--bad-strong)}\n"
    ".top .wide{padding-top:1.25rem;padding-bottom:1.25rem}\n"
    "h1{margin:0 0 .75rem;font-size:1.6rem;line-height:1.25;font-weight:600}\n"
    ".verdict{display:inline-flex;align-items:center;gap:.4em;margin-right:.4rem;padding:.1em "
    ".55em;border-radius:.35em;"
    "font-weight:700;white-space:nowrap}\n"
    ".top.good .verdict{background:var(--good-ground);color:var(--good)}\n"
    ".top.bad .verdict{background:var(--bad-ground);color:var(--bad)}\n"
    ".limits{margin:0 0 .75rem}\n"
    ".counts{display:flex;flex-wrap:wrap;gap:.35rem 1.25rem;margin:0 0 .9rem;padding:0;list-style:none}\n"
    ".counts .icon{margin-right:.4em}\n"
    ".counts .good .icon{color:var(--good)}\n.counts .bad .icon{color:var(--bad)}\n"
    ".counts .warn .icon{color:var(--warn)}\n.counts .rest .icon{color:var(--dim)}\n"
    ".meta{display:flex;flex-wrap:wrap;gap:.25rem 2rem;margin:0;font-size:.9rem}\n"
    ".meta div{display:flex;gap:.6em}\n.meta dt{color:var(--dim)}\n.meta dd{margin:0}\n"
    ".banner{margin:1rem 0 0;padding:.6rem "
    ".9rem;border-radius:.4rem;background:var(--warn-ground);color:var(--warn)}\n",
    /* Blocks at a glance, and what would make it GO. */
    "h2{margin:0;font-size:1.2rem;line-height:1.35;font-weight:600}\n"
    ".overview "
    "ul{display:grid;grid-template-columns:repeat(auto-fill,minmax(15rem,1fr));gap:.75rem;margin:1.25rem 0 0;"
    "padding:0;list-style:none}\n"
    ".overview "
    "a{display:flex;flex-direction:column;align-items:flex-start;gap:.3rem;height:100%;padding:.7rem .9rem;"
    "background:var(--card);border:1px solid var(--rule);border-left:.3rem solid "
    "var(--rule);border-radius:.4rem;"
    "color:inherit;text-decoration:none;font-size:.9rem;line-height:1.35}\n"
    ".overview a:hover .title{text-decoration:underline}\n"
    ".overview .good a{border-left-color:var(--good-strong)}\n.overview .bad "
    "a{border-left-color:var(--bad-strong)}\n"
    ".tag{display:inline-flex;align-items:center;gap:.35em;padding:.05em "
    ".5em;border-radius:.3em;font-size:.8rem;"
    "font-weight:650;line-height:1.5;white-space:nowrap;background:var(--rest-ground);color:var(--ink)}\n"
    ".tag.good{background:var(--good-ground);color:var(--good)}\n.tag.bad{background:var(--bad-ground);color:"
    "var(--bad)}\n"
    ".tag.warn{background:var(--warn-ground);color:var(--warn)}\n"
    ".todo{margin:1.5rem 0 0;padding:1rem 1.1rem;background:var(--card);border:1px solid var(--rule);"
    "border-left:.3rem solid var(--bad-strong);border-radius:.4rem}\n"
    ".todo ol{margin:.5rem 0 0;padding-left:1.6rem}\n.todo li{margin:.25rem 0}\n",
    /* The filter. */
    ".filter{display:flex;flex-wrap:wrap;gap:.4rem;margin:1.5rem 0 0;padding:0;border:0}\n"
    ".filter legend{float:left;margin-right:.6rem;padding:.3rem 0;color:var(--dim)}\n"
    ".filter label{display:inline-flex;align-items:center;gap:.4em;padding:.25rem "
    ".75rem;background:var(--card);"
    "border:1px solid var(--rule);border-radius:2rem;cursor:pointer}\n"
    ".filter label:has(:checked){border-color:var(--link);box-shadow:inset 0 0 0 1px var(--link)}\n"
    ".filter input{margin:0;accent-color:var(--link)}\n"
    "#rows:has(#show-bad:checked) .row:not(.is-bad,:has(:target)),"
    "#rows:has(#show-warn:checked) .row:not(.is-warn,:has(:target)),"
    "#rows:has(#show-good:checked) .row:not(.is-good,:has(:target)),"
    "#rows:has(#show-rest:checked) .row:not(.is-rest,:has(:target)),"
    "#rows:has(#show-bad:checked) .block:not(.is-bad,:has(.is-bad),:has(:target)),"
    "#rows:has(#show-warn:checked) .block:not(:has(.is-warn),:has(:target)),"
    "#rows:has(#show-good:checked) .block:not(:has(.is-good),:has(:target)),"
    "#rows:has(#show-rest:checked) .block:not(:has(.is-rest),:has(:target)){display:none}\n",
    /* Blocks and rows. */
    ".block{margin:1.75rem 0 0}\n.block h2 .tag{margin-right:.35rem;font-size:.85rem;vertical-align:.1em}\n"
    ".about{margin:.15rem 0 .6rem;color:var(--dim);font-size:.9rem}\n"
    ".note{margin:.4rem 0;color:var(--dim);font-size:.9rem}\n"
    ".row{margin:.4rem 0;background:var(--card);border:1px solid var(--rule);border-radius:.4rem}\n"
    ".row.is-bad{border-left:.3rem solid var(--bad-strong)}\n.row.is-warn{border-left:.3rem solid "
    "var(--warn-strong)}\n"
    ".row:target,.row:has(:target){outline:3px solid var(--link)}\n"
    ".glance{display:grid;grid-template-columns:7.2rem minmax(0,1fr) auto;gap:.15rem .9rem;align-items:start;"
    "padding:.6rem .9rem}\n"
    "summary{cursor:pointer}\nsummary.glance{list-style:none}\nsummary.glance::-webkit-details-marker{"
    "display:none}\n"
    "summary.glance::after{content:\"\";grid-column:3;grid-row:1;width:.55em;height:.55em;margin:.45em .2em "
    "0 0;"
    "border:solid var(--dim);border-width:0 2px 2px 0;transform:rotate(45deg)}\n"
    "details[open]>summary.glance::after{transform:translateY(.3em) rotate(-135deg)}\n"
    "summary.glance:hover h3{text-decoration:underline}\n"
    ".glance .tag{justify-self:start}\n"
    ".glance h3{margin:0;font-size:1rem;line-height:1.45;font-weight:600;grid-column:2}\n"
    ".is-good .glance h3,.is-rest .glance h3{font-weight:450}\n"
    "@media (min-width:60rem){.is-good>.glance{grid-template-columns:7.2rem minmax(0,1fr) auto auto}\n"
    ".is-good>.glance>.sub{grid-column:3!important;grid-row:1;line-height:1.8}\n"
    ".is-good>summary.glance::after{grid-column:4}}\n"
    ".glance>.sub,.glance>.short,.glance>.bars,.glance>.states{grid-column:2}\n"
    ".sub{color:var(--dim);font-size:.875rem}\n.owner{color:var(--ink)}\n"
    "code+.owner{margin-left:.6rem}\n"
    ".owner::before{content:\"\\2192\\A0\"}\n"
    ".short{display:-webkit-box;-webkit-box-orient:vertical;-webkit-line-clamp:3;overflow:hidden;font-size:."
    "925rem}\n"
    "details[open]>.glance .short{-webkit-line-clamp:none}\n.is-bad .short{color:var(--bad)}\n"
    ".chip{display:inline-block;margin-left:.3rem;padding:0 .5em;border:1px solid "
    "var(--rule);border-radius:1em;"
    "font-size:.8rem;color:var(--dim)}\n"
    ".body{padding:.2rem .9rem .9rem;border-top:1px solid var(--rule)}\n",
    /* What is known of a row. */
    ".facts{margin:.6rem 0}\n.fact{display:grid;grid-template-columns:6.3rem "
    "minmax(0,1fr);gap:.9rem;margin:.25rem 0}\n"
    ".fact dt{color:var(--dim)}\n.fact dd{margin:0}\n.fact.bad dd>bdi,.fact.bad>dt{color:var(--bad)}\n"
    ".fact.good dd>bdi{color:var(--good)}\n"
    ".clause{margin:.9rem 0 0;padding:.7rem .9rem;border:1px solid var(--rule);border-radius:.4rem}\n"
    ".clause.bad{border-color:var(--bad-strong)}\n"
    "h4{margin:0;font-size:.95rem;line-height:1.5;font-weight:500}\nh4 .tag{margin-right:.3rem}\n"
    ".message{margin:.4rem 0;font-weight:600}\n.place{margin:.5rem 0 0;font-size:.85rem;color:var(--dim)}\n"
    ".element{margin:.3rem 0;font-weight:600}\n"
    ".parts{margin:.4rem 0;padding-left:1rem;border-left:2px solid var(--rule);list-style:none}\n"
    ".parts>li{margin:.4rem 0}\n.change{margin:.2rem 0;padding-left:1.2rem}\n"
    ".where{margin:.1rem 0;padding:0;list-style:none;color:var(--dim);font-size:.85rem}\n"
    ".source{margin:.35rem 0;padding:.35rem 0;background:var(--code);border:1px solid "
    "var(--rule);border-radius:.35rem;"
    "white-space:pre-wrap;line-height:1.5}\n"
    ".source code{display:block;font-size:.82rem}\n"
    ".line{display:grid;grid-template-columns:3.6rem minmax(0,1fr);gap:.8rem;padding-right:.7rem}\n"
    ".line.hit{background:var(--hit)}\n.number{text-align:right;color:var(--dim);user-select:none;-webkit-"
    "user-select:none}\n"
    "mark{background:var(--mark);color:inherit;border-radius:.15em;padding:.05em 0}\n",
    /* Bars and windows. */
    ".bars{display:grid;gap:.2rem;margin:.2rem 0}\n"
    ".bar{display:grid;grid-template-columns:minmax(3.5rem,max-content) minmax(4rem,16rem) "
    "minmax(0,1fr);gap:.7rem;"
    "align-items:center;font-size:.875rem}\n"
    ".bar svg{width:100%;height:.75rem}\n.bar .figure{color:var(--dim)}\n.bar strong{color:var(--ink)}\n"
    ".bar.bad strong{color:var(--bad)}\n"
    "svg .track{fill:var(--rest-ground)}\n.bar.good .fill{fill:var(--good-strong)}\n.bar.bad "
    ".fill{fill:var(--bad-strong)}\n"
    "svg .limit{fill:none;stroke:var(--ink);stroke-width:2;vector-effect:non-scaling-stroke}\n"
    ".chart{margin:.7rem 0}\n.chart figcaption{margin-bottom:.3rem}\n"
    ".plot{display:grid;grid-template-columns:4.5rem minmax(0,1fr);gap:.5rem;margin:.2rem 0}\n"
    ".plot svg{width:100%;height:7rem;background:var(--code);border:1px solid var(--rule)}\n"
    ".axis{display:flex;flex-direction:column;justify-content:space-between;text-align:right;font-size:.8rem;"
    "color:var(--dim);"
    "line-height:1.2}\n"
    ".plot .limit{stroke-dasharray:6 4}\n"
    "svg "
    ".curve{fill:none;stroke:var(--curve);stroke-width:2;vector-effect:non-scaling-stroke;stroke-linejoin:"
    "round}\n"
    "svg .dot{stroke:var(--curve);stroke-width:7;stroke-linecap:round;vector-effect:non-scaling-stroke}\n"
    "svg .dot.breach{stroke:var(--bad-strong);stroke-width:10;stroke-linecap:square}\n"
    "svg .band.breach{fill:var(--bad-ground)}\nsvg .band.unknown{fill:url(#hatch);stroke:none}\n"
    ".states{display:block;width:100%;height:1.5rem}\n.glance "
    ".states{height:1.1rem;max-width:26rem;margin:.2rem 0}\n"
    "svg.states .clean{fill:var(--good-strong)}\nsvg.states .warned{fill:var(--warn-strong)}\n"
    "svg.states .breach{fill:var(--bad-strong)}\nsvg.states .skipped{fill:var(--dim)}\n"
    "svg.states .unknown{fill:url(#hatch);stroke:var(--dim);vector-effect:non-scaling-stroke}\n"
    "svg.states .hole{fill:none;stroke:var(--dim);stroke-dasharray:3 3;vector-effect:non-scaling-stroke}\n"
    "svg.states .decides{fill:var(--ink)}\n#hatch path{stroke:var(--dim);stroke-width:1}\n"
    ".plot~.track{margin-left:5rem}\n.ends{display:flex;justify-content:space-between;gap:1rem;margin:0;"
    "font-size:.8rem;"
    "color:var(--dim)}\n",
    ".key{margin:.3rem 0;font-size:.875rem;color:var(--dim)}\n.key code{color:var(--ink)}\n"
    ".swatch{display:inline-block;width:1em;height:.9em;margin:0 .15em 0 .5em;vertical-align:-.1em}\n"
    ".key .swatch:first-child{margin-left:0}\n"
    ".swatch.curve{height:0;border-top:3px solid var(--curve);vertical-align:.25em}\n"
    ".swatch.limit{height:0;border-top:2px dashed var(--ink);vertical-align:.25em}\n"
    ".swatch.clean{height:.4em;background:var(--good-strong);vertical-align:0}\n"
    ".swatch.warned{height:.65em;background:var(--warn-strong);vertical-align:0}\n"
    ".swatch.breach{background:var(--bad-strong)}\n.swatch.skipped{height:.15em;background:var(--dim);"
    "vertical-align:0}\n"
    ".swatch.unknown{border:1px solid var(--dim);background:repeating-linear-gradient(45deg,transparent 0 "
    "3px,var(--dim) "
    "3px 4px)}\n"
    ".swatch.hole{border:1px dashed "
    "var(--dim)}\n.swatch.decides{height:.2em;background:var(--ink);vertical-align:0}\n",
    /* Tables. */
    ".inputs{margin:2rem 0 0}\ntable{width:100%;margin:.5rem "
    "0;border-collapse:collapse;background:var(--card);"
    "border:1px solid var(--rule);font-size:.9rem}\n"
    "th,td{padding:.4rem .7rem;border-top:1px solid var(--rule);text-align:left;vertical-align:top}\n"
    "thead th{border-top:0;color:var(--dim);font-weight:500}\ntbody th{min-width:8rem;font-weight:500}\n"
    "caption{padding:.3rem 0;text-align:left;color:var(--dim)}\n"
    ".data{margin:.4rem 0;font-size:.9rem}\n.data summary{color:var(--link)}\n"
    ".files{margin:0;padding:0;list-style:none}\n.digest{display:block;color:var(--dim);font-size:.8rem}\n"
    "footer{margin-top:2.5rem;padding-bottom:2rem;color:var(--dim);font-size:.875rem}\n",
    /* Small screens. */
    "@media (max-width:40rem){h1{font-size:1.3rem}\n.verdict{margin-bottom:.3rem}\n.wide{padding:0 .75rem}\n"
    ".glance{grid-template-columns:minmax(0,1fr) auto;padding:.6rem .7rem}\n"
    "summary.glance::after{grid-column:2}\n.glance "
    "h3,.glance>.sub,.glance>.short,.glance>.bars,.glance>.states"
    "{grid-column:1/-1}\n"
    ".fact{grid-template-columns:minmax(0,1fr);gap:0;margin:.45rem 0}\n.body{padding:.2rem .7rem .7rem}\n"
    ".clause{padding:.6rem}\n.line{grid-template-columns:2.4rem minmax(0,1fr);gap:.5rem}\n"
    ".bar{grid-template-columns:minmax(3rem,max-content) minmax(0,1fr)}\n.bar .figure{grid-column:1/-1}\n"
    ".plot{grid-template-columns:2.6rem minmax(0,1fr)}\n.axis{font-size:.7rem}\n"
    ".plot~.track{margin-left:3.1rem}\n"
    "thead{position:absolute;width:1px;height:1px;overflow:hidden;clip-path:inset(50%)}\n"
    "table,tbody,tr,th,td{display:block}\ntd,tbody th{padding:.15rem .6rem;border:0}\n"
    "tr{padding:.4rem 0;border-top:1px solid var(--rule)}\ntd:empty{display:none}}\n",
    /* Paper: everything is unfolded. */
    "@media "
    "print{:root{color-scheme:light}\nbody{background:#fff;font-size:.85rem}\n.filter,.skip,.data{display:"
    "none}\n"
    ".row,.clause,.source,.todo,table{break-inside:avoid}\nh2,h3,h4{break-after:avoid}\n"
    "details::details-content{content-visibility:visible;block-size:auto;display:block}\n"
    "details:not([open])>:not(summary){display:block}\nsummary.glance::after{display:none}\n"
    "*{print-color-adjust:exact;-webkit-print-color-adjust:exact}}\n",
};

void gate_html_style(gate_html *h)
{
    gate_html_c(h, "<style>\n");
    for (size_t i = 0; i < GATE_COUNT(sheet); i++)
        gate_html_c(h, sheet[i]);
    gate_html_c(h, "</style>\n");
}

void gate_html_symbols(gate_html *h)
{
    static const struct {
        const char *name, *path;
    } icons[] = {{"pass", "M3 8.5l3.2 3.2L13 5"},
                 {"warn", "M8 2.2L14.6 13.6H1.4zM8 6.6v3M8 11.7v.1"},
                 {"fail", "M4 4l8 8M12 4l-8 8"},
                 {"missing", "M5.2 5.6a2.8 2.8 0 1 1 4 2.6c-.8.4-1.2.9-1.2 1.7M8 12.9v.1"},
                 {"error", "M8 2.8v6.4M8 12.6v.1"},
                 {"skip", "M3.5 8h9"},
                 {"wait", "M8 4v4l2.6 2M14 8a6 6 0 1 1-12 0a6 6 0 0 1 12 0"},
                 {"next", "M3 8h9.5M8.8 4l4 4l-4 4"},
                 {"waived", "M3 13.5v-11M3 3h9.5l-2.4 3l2.4 3H3"}};
    gate_html_c(h, "<svg class=\"unseen\" aria-hidden=\"true\">");
    for (size_t i = 0; i < GATE_COUNT(icons); i++)
        gate_html_printf(h, "<symbol id=\"i-%s\" viewBox=\"0 0 16 16\"><path d=\"%s\"/></symbol>",
                         icons[i].name, icons[i].path);
    gate_html_c(h, "<pattern id=\"hatch\" width=\"6\" height=\"6\" patternUnits=\"userSpaceOnUse\">"
                   "<path d=\"M0 6L6 0\"/></pattern></svg>\n");
}

const gate_html_look *gate_html_look_of(gate_str outcome)
{
    static const gate_html_look looks[] = {
        {"pass", "pass", "PASS", "good"},         {"warn", "warn", "WARN", "warn"},
        {"fail", "fail", "FAIL", "bad"},          {"missing", "missing", "MISSING", "bad"},
        {"error", "error", "ERROR", "bad"},       {"waived", "waived", "WAIVED", "warn"},
        {"skipped", "skip", "SKIPPED", "rest"},   {"firing", "fail", "FIRING", "bad"},
        {"pending", "warn", "PENDING", "warn"},   {"inactive", "pass", "INACTIVE", "good"},
        {"unknown", "missing", "UNKNOWN", "bad"}, {"done", "pass", "DONE", "good"},
        {"next", "next", "NEXT", "bad"},          {"waiting", "wait", "WAITING", "rest"},
        {"early", "error", "EARLY", "bad"},
    };
    for (size_t i = 0; i < GATE_COUNT(looks); i++) {
        if (gate_str_eq_c(outcome, looks[i].outcome)) return &looks[i];
    }
    return &looks[4];
}
