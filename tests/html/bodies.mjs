// Seeded message bodies for the browser comparison: chat bodies as support tools write them, mutations of these, and tag soup.

/** A generator of numbers in [0, 1) that gives the same ones for the same seed. */
export function random(seed) {
  let state = seed >>> 0;
  return () => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 4294967296;
  };
}

const WORDS =
  "the order arrived late and parcel box is broken please send refund to my card invoice we can help you with that today tomorrow app login reset code je voudrais annuler ma commande merci bonjour où est mon colis désolé équipe réponse déjà été payé 42 3.50 €19 2025-01-31 #10023".split(
    " ",
  );
const ODD = [
  "&nbsp;",
  "&amp;",
  "&lt;",
  "&gt;",
  "&quot;",
  "&#39;",
  "&rsquo;",
  "&eacute;",
  "&#8217;",
  "&hellip;",
  "&euro;",
  "&#128512;",
  "a < b",
  "x > y",
  "&copy 2025",
  "AT&T",
  "R&D",
  "&unknown;",
  "\u200b",
  "\u00a0",
  "\u202f!",
  "👍",
  "👩‍💻",
  "é",
  "c’est",
  "“no”",
  "–",
];
const BLANKS = [" ", "  ", "\n", "\n  ", "\t", "", "\r\n"];
const ADDRESSES = [
  "https://example.com/a?b=1&amp;c=2",
  "mailto:a@example.com",
  "#",
  "https://downloads.example.com/i/o/1/2.png?expires=1&signature=a%20b",
];
const TAGS =
  "a abbr address applet area article aside b base big blockquote body br button canvas caption center code col colgroup dd details dialog dir div dl dt em embed fieldset figcaption figure font footer form frame frameset h1 h2 h3 h6 head header hr html i iframe img input ins label legend li link listing main map mark marquee menu meta nav nobr noembed noframes noscript object ol optgroup option p param picture pre q rp rt ruby s section select small source span strike strong style sub summary sup table tbody td template textarea tfoot th thead title tr tt u ul video wbr xmp o:p x-card".split(
    " ",
  );
const SOUP_ATTRIBUTES = [
  "",
  "",
  "",
  "",
  "",
  " class=a",
  ' id="b"',
  " hidden",
  ' style="display:none"',
  ' style="white-space:pre"',
  ' style="display:block"',
  " title='>'",
  " a=b/",
  " a='",
  ' a="',
  " =x",
  " open",
  " href=x",
  " style='visibility:hidden'",
  " type=hidden",
  " /",
  " a = b c",
];

/** Everything that is drawn from one generator. */
export function bodies(next) {
  const below = (count) => Math.floor(next() * count);
  const pick = (list) => list[below(list.length)];
  const often = (share) => next() < share;
  const times = (least, most, make) => Array.from({ length: least + below(most - least + 1) }, make);

  const word = () => (often(0.12) ? pick(ODD) : pick(WORDS));
  const blank = () => (often(0.85) ? " " : pick(BLANKS));
  const words = (most) => times(1, most, () => word() + blank()).join("");

  const inline = (depth) => {
    const inner = () => (depth > 0 && often(0.3) ? inline(depth - 1) : words(4));
    const label = inner();
    switch (below(15)) {
      case 0:
        return `<a href="${pick(ADDRESSES)}" target="_blank" rel="nofollow noopener">${label}</a>`;
      case 1:
        return `<b>${label}</b>`;
      case 2:
        return `<strong>${label}</strong>`;
      case 3:
        return `<i>${label}</i>`;
      case 4:
        return `<em>${label}</em>`;
      case 5:
        return `<code>${label}</code>`;
      case 6:
        return `<span style="color: rgb(${below(255)}, 0, 0)">${label}</span>`;
      case 7:
        return "<br>";
      case 8:
        return `<br/>\n`;
      case 9:
        return `<img src="${pick(ADDRESSES)}" alt="${word()}">`;
      case 10:
        return `<u>${label}</u>`;
      case 11:
        return `<a class="entity_mention" href="#">@${label}</a>`;
      case 12:
        return `<font size="2" face='Arial'>${label}</font>`;
      case 13:
        return `<s>${label}</s>`;
      default:
        return `<sup>${label}</sup>`;
    }
  };
  const line = () => times(1, 5, () => (often(0.3) ? inline(2) : words(9))).join("");
  const list = (depth) => {
    const tag = pick(["ul", "ol"]);
    const items = times(1, 4, () => {
      const nested = depth > 0 && often(0.2) ? list(depth - 1) : "";
      return pick([
        `<li>${line()}${nested}</li>`,
        `<li><p class="no-margin">${line()}</p>${nested}</li>`,
        `<li>${line()}${nested}`,
      ]);
    });
    return `<${tag}>${pick(BLANKS)}${items.join(pick(BLANKS))}</${tag}>`;
  };
  const cell = (tag) => `<${tag}>${pick([line(), `<p class="no-margin">${line()}</p>`, "", words(2)])}</${tag}>`;
  const table = () => {
    const rows = times(1, 4, () => `<tr>${times(1, 4, () => cell(pick(["td", "td", "th"]))).join(pick(BLANKS))}</tr>`);
    return `<div class="intercom-interblocks-table-container"><table role="presentation">${pick(["", "<thead></thead>", "<caption>c</caption>"])}<tbody>${rows.join(pick(BLANKS))}</tbody></table></div>`;
  };
  const layout = () =>
    `<table width="100%" cellpadding="0" style="border-collapse:collapse"><tr><td align="center"><table width="600"><tr><td style="padding:10px">${chat(1)}</td></tr></table></td></tr></table>`;
  const block = (depth) => {
    switch (below(22)) {
      case 0:
        return list(2);
      case 1:
        return `<h${1 + below(3)} id="h_${below(99)}">${line()}</h${1 + below(3)}>`;
      case 2:
        return `<pre><code>${words(5)}\n  ${words(5)}\n</code></pre>`;
      case 3:
        return `<div class="intercom-container"><img src="${pick(ADDRESSES)}"></div>`;
      case 4:
        return `<div class="intercom-container"><a class="intercom-h2b-button" href="#">${words(3)}</a></div>`;
      case 5:
        return table();
      case 6:
        return `<blockquote>${line()}</blockquote>`;
      case 7:
        return "<p></p>";
      case 8:
        return "<p><br></p>";
      case 9:
        return `<div>${line()}</div>`;
      case 10:
        return `<div dir="ltr">${line()}<div><br></div><div>${line()}</div></div>`;
      case 11:
        return `<hr>${line()}`;
      case 12:
        return depth > 0 ? layout() : line();
      case 13:
        return `<div style="display:none;max-height:0">${words(9)}</div>`;
      case 14:
        return `<!-- ${words(3)} --><!--[if mso]><table><tr><td><![endif]-->${line()}`;
      case 15:
        return `<p style="margin:0"><o:p>&nbsp;</o:p></p>`;
      case 16:
        return `<div class="gmail_quote"><div class="gmail_attr">On Mon, 3 Mar 2025 at 10:01, A &lt;<a href="mailto:a@b.c">a@b.c</a>&gt; wrote:<br></div><blockquote type="cite">${line()}</blockquote></div>`;
      case 17:
        return `<dl><dt>${line()}</dt><dd>${line()}</dd></dl>`;
      default:
        return `<p${pick(["", "", ' class="no-margin"', ' class="intercom-align-center"'])}>${line()}</p>`;
    }
  };
  const chat = (depth = 2) => {
    const body = times(1, 6, () => block(depth)).join(pick(["", "", "\n", "\n\n", " "]));
    return often(0.04)
      ? `<html><head><title>x</title><style>p{margin:0}</style></head><body>${body}</body></html>`
      : body;
  };

  const mutated = () => {
    let body = chat();
    for (let round = below(6) + 1; round > 0; round--) {
      const at = below(body.length + 1);
      const to = at + below(8);
      const piece = pick([
        "<",
        ">",
        "</",
        "/>",
        '"',
        "'",
        "&",
        "&#",
        ";",
        "<!--",
        "-->",
        `<${pick(TAGS)}>`,
        `</${pick(TAGS)}>`,
        `<${pick(TAGS)} `,
        " ",
        "=",
        word(),
      ]);
      switch (below(5)) {
        case 0:
          body = body.slice(0, at) + body.slice(to);
          break;
        case 1:
          body = body.slice(0, at) + piece + body.slice(at);
          break;
        case 2:
          body = body.slice(0, to) + body.slice(at);
          break;
        case 3:
          body = body.slice(0, at) + piece + body.slice(to);
          break;
        default:
          if (often(0.3)) body = body.slice(0, at);
          else body = body.slice(0, at) + body.slice(at).toUpperCase();
      }
    }
    // Half a surrogate pair is no text that a file could hold.
    return body.toWellFormed();
  };

  const soup = () =>
    times(3, 30, () => {
      const roll = next();
      if (roll < 0.42) return `<${pick(TAGS)}${pick(SOUP_ATTRIBUTES)}>`;
      if (roll < 0.62) return `</${pick(TAGS)}>`;
      if (roll < 0.68)
        return pick(["<!-- c -->", "<!--", "-->", "<?x?>", "<!doctype html>", "<![CDATA[x]]>", "</>", "<>", "</ x>"]);
      if (roll < 0.76) return pick(ODD);
      if (roll < 0.82) return pick(BLANKS);
      return words(2);
    }).join("");

  return { chat: () => chat(), mutated, soup };
}
